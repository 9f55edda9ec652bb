#include "engine/service/site.h"

#include <system_error>
#include <utility>
#include <vector>

#include "engine/base/trust.h"

namespace signpost::service {

namespace fs = std::filesystem;

fs::path folder_of(const fs::path& store) {
  const fs::path folder = fs::absolute(store).parent_path();
  std::error_code unknown;
  const fs::path canonical = fs::weakly_canonical(folder, unknown);
  return unknown ? folder : canonical;
}

fs::path settings_file(const Site& site) {
  if (!site.settings.empty()) return site.settings;
  std::error_code unknown;
  const fs::path beside = folder_of(site.store) / "signpost.toml";
  fs::path config = site.config_home / "signpost" / "config.toml";
  const bool has_beside = fs::exists(beside, unknown);
  const bool has_own = !site.config_home.empty() && fs::exists(config, unknown);
  if (has_own && (!has_beside || is_shared_folder(site.store))) return config;
  return has_beside ? beside : fs::path();
}

Door door_of(const Site& site, const fs::path& template_file) {
  std::vector<Door::Kept> kept;
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    kept.push_back({site.store.string() + suffix,
                    *suffix == '\0' ? "service.the-store" : "service.part-of-the-store"});
  }
  for (const fs::path& file : {settings_file(site), site.store.parent_path() / "signpost.toml"}) {
    if (!file.empty()) kept.push_back({file, "service.the-settings"});
  }
  if (!template_file.empty()) kept.push_back({template_file, "service.the-template"});
  return Door(site.store, std::move(kept));
}

intake::Settings settings_of(const Site& site) {
  const fs::path file = settings_file(site);
  if (file.empty()) return {};
  if (const auto reason = distrust(file)) {
    throw Error(ErrorKind::kInvalid,
                {"service.settings-not-read", {{"file", file.string()}, {"why", reason->what}}},
                {"service.settings-not-read.hint", {{"mend", reason->mend}}});
  }
  intake::SettingsRead read = intake::read_settings(file);
  if (has_errors(read.diagnostics)) {
    for (const Diagnostic& diagnostic : read.diagnostics) {
      if (site.show_mistake) site.show_mistake(diagnostic);
    }
    throw Error(ErrorKind::kInvalid, {"service.settings-wrong", {{"file", file.string()}}});
  }
  return std::move(read.settings);
}

}  // namespace signpost::service

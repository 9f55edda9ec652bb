#include "engine/service/site.h"

#include <fmt/format.h>

#include <ostream>
#include <system_error>
#include <utility>
#include <vector>

#include "engine/base/error.h"
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
    kept.push_back(
        {site.store.string() + suffix, *suffix == '\0' ? "the store" : "a part of the store"});
  }
  for (const fs::path& file : {settings_file(site), site.store.parent_path() / "signpost.toml"}) {
    if (!file.empty()) kept.push_back({file, "the file of the settings"});
  }
  if (!template_file.empty()) kept.push_back({template_file, "the report's template"});
  return Door(site.store, std::move(kept));
}

intake::Settings settings_of(const Site& site) {
  const fs::path file = settings_file(site);
  if (file.empty()) return {};
  if (const auto reason = distrust(file)) {
    throw Error(ErrorKind::kBadInput,
                fmt::format("the settings in {} are not read, for they name programs to run: {}",
                            file.string(), reason->what),
                reason->mend +
                    "; for a store that several people share, each has settings of "
                    "their own: ~/.config/signpost/config.toml, or $SIGNPOST_SETTINGS");
  }
  intake::SettingsRead read = intake::read_settings(file);
  if (has_errors(read.diagnostics)) {
    for (const Diagnostic& diagnostic : read.diagnostics) {
      if (site.mistakes != nullptr) *site.mistakes << render(diagnostic);
    }
    throw Error(ErrorKind::kBadInput, fmt::format("the settings in {} are wrong", file.string()));
  }
  return std::move(read.settings);
}

}  // namespace signpost::service

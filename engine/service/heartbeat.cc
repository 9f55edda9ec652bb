#include "engine/service/heartbeat.h"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <system_error>

#include "engine/base/error.h"
#include "engine/base/file.h"
#include "engine/report/json_writer.h"

namespace signpost::service {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFormat = "signpost.heartbeat/1";
constexpr std::size_t kMaxBytes = 4096;

/// The instant under a key of the file: its only texts are its format and instants.
std::optional<Instant> instant_at(std::string_view text, std::string_view key) {
  const std::string before = fmt::format("\"{}\": \"", key);  // as JsonWriter spaces it
  const std::size_t found = text.find(before);
  if (found == std::string_view::npos) return std::nullopt;
  text.remove_prefix(found + before.size());
  const Parsed<WrittenTime> written = parse_time(text.substr(0, text.find('"')));
  if (!written) return std::nullopt;
  return written->first;
}

}  // namespace

fs::path heartbeat_of(const fs::path& store) { return store.string() + ".heartbeat"; }

void beat(const Door& door, const fs::path& file, Instant now, std::optional<Instant> next) {
  report::JsonWriter json(/*compact=*/true);
  json.begin_object().member("format", kFormat).member("at", now).member("next", next);
  door.write(file, json.end_object().take());
}

std::optional<Heartbeat> last_beat(const fs::path& file) {
  std::error_code unknown;
  if (!fs::exists(file, unknown) && !unknown) return std::nullopt;
  const std::string text = read_file(file, kMaxBytes);
  const std::optional<Instant> at = instant_at(text, "at");
  if (!at || text.find(kFormat) == std::string::npos) {
    throw Error(ErrorKind::kInvalid, {"service.no-heartbeat", {{"file", file.string()}}},
                {"service.no-heartbeat.hint", {{"do", Phrase("action.run")}}});
  }
  return Heartbeat{*at, instant_at(text, "next")};
}

}  // namespace signpost::service

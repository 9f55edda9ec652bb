#include "engine/intake/export_line.h"

#include <nlohmann/json.hpp>

namespace signpost::intake {
namespace {

using nlohmann::json;

std::string text_in(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool is_set(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

}  // namespace

std::optional<ExportLine> read_export_line(std::string_view line) {
  if (!line.starts_with("{\"kind\"")) return std::nullopt;
  // dump() recurses: what is nested deeper than any export goes to the reader of rows instead.
  constexpr int kDeepest = 8;
  bool too_deep = false;
  const auto shallow = [&](int depth, json::parse_event_t, json&) {
    too_deep = too_deep || depth > kDeepest;
    return depth <= kDeepest;
  };
  json object = json::parse(line, shallow, /*allow_exceptions=*/false);
  if (too_deep || !object.is_object())
    return std::nullopt;  // the reader of rows says what is wrong with it
  ExportLine read;
  const auto stored = object.find("stored");
  const std::string kind = text_in(object, "kind");
  read.rehearsal = kind == "export" && is_set(object, "rehearsal");
  if (kind == "coverage") read.kind = ExportLine::Kind::kCoverage;
  if (kind == "assessment") read.kind = ExportLine::Kind::kAssessment;
  if (kind != "item" || stored == object.end() || !stored->is_object()) return read;
  if (!is_set(*stored, "stands")) return read;
  read.kind = is_set(*stored, "redacted") ? ExportLine::Kind::kRedacted : ExportLine::Kind::kItem;
  if (read.kind == ExportLine::Kind::kRedacted) return read;
  read.feed = text_in(*stored, "feed");
  read.kept_sha256 = text_in(*stored, "kept_sha256");
  read.id = text_in(*stored, "ref");
  object.erase("kind");
  object.erase("stored");
  read.row = object.dump();
  return read;
}

}  // namespace signpost::intake

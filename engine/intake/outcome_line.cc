#include "engine/intake/outcome_line.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <nlohmann/json.hpp>

#include "engine/base/sha256.h"
#include "engine/intake/json_row.h"
#include "engine/intake/row.h"
#include "engine/time/instant.h"

namespace signpost::intake {
namespace {

using nlohmann::json;

/// The first mistake of a line ends its reading.
struct Mistake {
  Phrase problem;
  Phrase hint;
};

[[noreturn]] void refuse(Phrase problem, Phrase hint = {}) {
  throw Mistake{std::move(problem), std::move(hint)};
}

const json* member(const json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::string text_of(const json& object, const char* name) {
  const json* found = member(object, name);
  if (found == nullptr || !found->is_string() || found->get_ref<const std::string&>().empty()) {
    refuse({"intake.outcome.needs", {{"key", name}}});
  }
  return found->get<std::string>();
}

Bilingual bilingual_of(const json& object, const char* name) {
  const json* found = member(object, name);
  if (found == nullptr) return {};
  if (found->is_string()) return Bilingual(found->get<std::string>());
  if (!found->is_object()) refuse({"intake.outcome.not-a-text", {{"key", name}}});
  const auto in = [&](const char* language) {
    const json* one = member(*found, language);
    return one != nullptr && one->is_string() ? one->get<std::string>() : std::string();
  };
  return {in("en"), in("ar")};
}

WrittenTime time_of(const json& object, const char* name) {
  const Parsed<WrittenTime> written = parse_time(text_of(object, name));
  if (!written) {
    refuse({"intake.outcome.time", {{"key", name}, {"says", written.problem().message}}},
           written.problem().hint);
  }
  return *written;
}

std::optional<Probability> probability_of(const json& object) {
  const json* found = member(object, "probability");
  if (found == nullptr) return std::nullopt;
  const double value = found->is_number() ? found->get<double>() : -1.0;
  if (!(value >= 0 && value <= 1)) {
    refuse("intake.outcome.no-probability", "intake.outcome.no-probability.hint");
  }
  return Probability(value);
}

OutcomeLine::ItemName item_of(const json& value) {
  if (value.is_number_unsigned()) {
    const auto number = value.get<std::uint64_t>();
    constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<ItemId>::max());
    if (number >= 1 && number <= kMost) return {static_cast<ItemId>(number), {}};
  }
  if (value.is_string() && !value.get_ref<const std::string&>().empty()) {
    return {0, value.get<std::string>()};
  }
  refuse("intake.outcome.item", "intake.outcome.item.hint");
}

template <class Enum>
std::optional<Enum> word_of(const json& object, const char* name, const char* no_such) {
  const std::string word = text_of(object, name);
  if (word == "withdrawn") return std::nullopt;
  const std::optional<Enum> value = named<Enum>(word);
  if (!value) refuse({no_such, {{"word", word}}});
  return value;
}

OutcomeLine resolution_of(const json& object, Instant now) {
  OutcomeLine line;
  Resolution resolution;
  resolution.scenario = text_of(object, "scenario");
  resolution.outcome = word_of<Outcome>(object, "outcome", "intake.outcome.no-such-outcome");
  resolution.because = bilingual_of(object, "because");
  if (resolution.because.empty()) refuse({"intake.outcome.needs", {{"key", "because"}}});
  if (resolution.outcome) {
    const WrittenTime on = time_of(object, "on");
    resolution.on = on.first <= now ? std::min(meant_as_end(on), now) : meant_as_end(on);
  }
  if (member(object, "available") != nullptr) {
    resolution.available = meant_as_available(time_of(object, "available"), now);
  }
  if (const json* items = member(object, "items")) {
    if (!items->is_array()) refuse("intake.outcome.item", "intake.outcome.item.hint");
    for (const json& item : *items) line.items.push_back(item_of(item));
  }
  line.told = std::move(resolution);
  return line;
}

/// Of what an export has sealed: its figure and its reason.
json unsealed(const std::string& bytes) {
  if (bytes.size() % 2 != 0) return {};
  std::string text;
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
    const std::string pair = bytes.substr(at, 2);
    if (pair.find_first_not_of("0123456789abcdef") != std::string::npos) return {};
    text += static_cast<char>(std::stoi(pair, nullptr, 16));
  }
  return json::parse(text, nullptr, /*allow_exceptions=*/false);
}

OutcomeLine forecast_of(const json& object) {
  Forecast forecast;
  forecast.scenario = text_of(object, "scenario");
  forecast.by = text_of(object, "by");
  forecast.at = meant_as_start(time_of(object, "at"));
  const json* sealed = member(object, "sealed");
  if (sealed != nullptr && sealed->is_string()) {
    const json within = unsealed(sealed->get<std::string>());
    if (!within.is_object()) refuse("intake.outcome.sealed");
    forecast.probability = probability_of(within);
    forecast.because = bilingual_of(within, "because");
    forecast.sealed = true;
  } else {
    forecast.probability = probability_of(object);
    forecast.because = bilingual_of(object, "because");
    forecast.sealed = sealed != nullptr && sealed->is_boolean() && sealed->get<bool>();
  }
  OutcomeLine line;
  line.told = std::move(forecast);
  return line;
}

OutcomeLine verdict_of(const json& object) {
  ItemVerdict verdict;
  verdict.verdict = word_of<Verdict>(object, "verdict", "intake.outcome.no-such-verdict");
  verdict.because = bilingual_of(object, "because");
  if (verdict.because.empty()) refuse({"intake.outcome.needs", {{"key", "because"}}});
  const json* item = member(object, "item");
  if (item == nullptr) refuse({"intake.outcome.needs", {{"key", "item"}}});
  OutcomeLine line;
  line.told = std::move(verdict);
  line.items.push_back(item_of(*item));
  return line;
}

/// A kind of line, the keys that it may have, and how it is read.
struct Kind {
  std::string_view name;
  std::vector<std::string> keys;
  OutcomeLine (*read)(const json& object, Instant now);
};

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all{
      {"resolution",
       {"kind", "scenario", "outcome", "on", "because", "items", "available", "recorded"},
       resolution_of},
      {"forecast",
       {"kind", "scenario", "by", "at", "probability", "because", "sealed", "recorded"},
       [](const json& object, Instant) { return forecast_of(object); }},
      {"verdict",
       {"kind", "item", "verdict", "because", "recorded"},
       [](const json& object, Instant) { return verdict_of(object); }},
  };
  return all;
}

/// The kind that the line's beginning names; null where it is none of these.
const Kind* kind_of(std::string_view line) {
  const auto skip = [&](std::string_view what) {
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    const bool is_there = line.starts_with(what);
    if (is_there) line.remove_prefix(what.size());
    return is_there;
  };
  if (!skip("{") || !skip("\"kind\"") || !skip(":") || !skip("\"")) return nullptr;
  for (const Kind& kind : kinds()) {
    if (line.starts_with(kind.name) && line.substr(kind.name.size()).starts_with('"')) return &kind;
  }
  return nullptr;
}

/// Where a key is written; the whole line where it is written with escapes.
Stretch place_of_key(std::string_view line, std::uint32_t number, std::string_view key) {
  const std::string quoted = '"' + std::string(key) + '"';
  for (std::size_t at = line.find(quoted); at != std::string_view::npos;
       at = line.find(quoted, at + 1)) {
    const std::size_t next = line.find_first_not_of(" \t", at + quoted.size());
    if (next != std::string_view::npos && line[next] == ':') {
      return {number, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(quoted.size())};
    }
  }
  return {number};
}

/// False where a key is not known: its value would be lost.
bool knows_all_keys(const json& object, const std::vector<std::string>& keys, std::string_view line,
                    std::uint32_t number, const Complain& complain) {
  bool all_known = true;
  for (const auto& [key, value] : object.items()) {
    if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
    all_known = false;
    complain(place_of_key(line, number, key), {"intake.row.unknown-key", {{"key", key}}},
             did_you_mean(key, keys, {"intake.outcome.keys.hint", {{"keys", listed(keys)}}}));
  }
  return all_known;
}

/// The reader of items knows where JSON breaks off, which it tells last.
void tell_broken(std::string_view line, std::uint32_t number, const Complain& complain) {
  Row row;
  std::function<void()> tell = [&] { complain({number}, "intake.json.broken", {}); };
  read_json_row(line, number, row, [&](Stretch place, const Phrase& message, const Phrase& hint) {
    tell = [&complain, place, message, hint] { complain(place, message, hint); };
  });
  tell();
}

}  // namespace

bool is_outcome_line(std::string_view line) { return kind_of(line) != nullptr; }

std::optional<OutcomeLine> read_outcome_line(std::string_view line, std::uint32_t number,
                                             Instant now, const Complain& complain) {
  const Kind* kind = kind_of(line);
  if (kind == nullptr) return std::nullopt;
  constexpr int kDeepest = 8;  // as of an export
  bool too_deep = false;
  const json object = json::parse(
      line,
      [&](int depth, json::parse_event_t, json&) {
        too_deep = too_deep || depth > kDeepest;
        return depth <= kDeepest;
      },
      /*allow_exceptions=*/false);
  if (too_deep || !object.is_object()) {
    tell_broken(line, number, complain);
    return std::nullopt;
  }
  bool good = knows_all_keys(object, kind->keys, line, number, complain);
  if (const json* because = member(object, "because"); because != nullptr && because->is_object()) {
    good = knows_all_keys(*because, {"en", "ar"}, line, number, complain) && good;
  }
  if (!good) return std::nullopt;
  try {
    OutcomeLine read = kind->read(object, now);
    read.exported = member(object, "recorded") != nullptr;
    return read;
  } catch (Mistake& mistake) {
    complain({number}, std::move(mistake.problem), std::move(mistake.hint));
    return std::nullopt;
  }
}

std::string sealed_bytes(const Forecast& forecast) {
  json within;
  if (forecast.probability) within["probability"] = forecast.probability->value();
  if (!forecast.because.empty()) {
    within["because"] = {{"en", forecast.because.en}, {"ar", forecast.because.ar}};
  }
  const std::string text = within.is_null() ? "{}" : within.dump();
  return to_hex({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

}  // namespace signpost::intake

#include "engine/report/json_parts.h"

#include "engine/model/words.h"

namespace signpost::report {
namespace {

void content_members(JsonWriter& json, const Item& item) {
  json.member("feed", item.feed);
  text_member(json, "id", item.id);
  json.member("text", item.text);
  if (!item.translation.empty()) json.member("translation", item.translation);
  json.member("occurred", item.occurred);
  json.member("occurred_as", to_string(item.occurred_as));
  json.key("until").value(item.total ? std::optional(item.total->until) : std::nullopt);
  json.key("count").value(item.total ? std::optional(item.total->count) : std::nullopt);
  json.member("available", item.available).member("available_given", item.available_given);
  json.key("indicators").begin_array();
  for (const Sighting& sighting : item.sightings) {
    json.begin_object().member("id", sighting.indicator);
    text_member(json, "grade", sighting.grade ? signpost::to_string(*sighting.grade) : "");
    json.end_object();
  }
  json.end_array().key("bears").begin_array();
  for (const Bearing& bearing : item.bears) {
    json.begin_object().member("scenario", bearing.scenario).member("ratio", bearing.ratio);
    text_member(json, "word", bearing.word);
    json.end_object();
  }
  json.end_array();
  text_member(json, "source", item.source);
  text_member(json, "grade", signpost::to_string(item.grade));
  json.member("credibility", item.credibility);
  text_member(json, "origin", item.origin);
  text_member(json, "event", item.event);
  text_member(json, "denies", item.denies);
  text_member(json, "url", item.url);
  text_member(json, "place", item.place);
  text_member(json, "lang", item.lang);
  text_member(json, "by", item.by);
  text_member(json, "note", item.note);
  json.member("share", item.share);
  text_member(json, "kept_sha256", item.kept_sha256);
}

}  // namespace

void text_member(JsonWriter& json, std::string_view name, std::string_view text) {
  json.key(name);
  if (text.empty()) {
    json.null();
  } else {
    json.value(text);
  }
}

void bilingual_member(JsonWriter& json, std::string_view name, const Bilingual& text) {
  json.key(name).begin_object();
  text_member(json, "en", text.en);
  text_member(json, "ar", text.ar);
  json.end_object();
}

void moment_members(JsonWriter& json, const Moment& moment, bool hindsight, int not_known_then,
                    std::optional<int> not_available) {
  json.member("as_of", moment.as_of).member("known_at", moment.known_at);
  json.member("hindsight", hindsight).member("not_known_then", not_known_then);
  if (not_available) json.member("not_available", *not_available);
}

void retired_member(JsonWriter& json, const std::optional<Retired>& retired) {
  json.key("retired");
  if (!retired) {
    json.null();
    return;
  }
  json.begin_object().member("on", retired->on).member("because", retired->because).end_object();
}

void came_true_member(JsonWriter& json, const std::optional<CameTrue>& came_true) {
  json.key("came_true");
  if (!came_true) {
    json.null();
    return;
  }
  json.begin_object().member("occurred", came_true->occurred);
  items_member(json, "items", came_true->items);
  json.end_object();
}

void resolution_member(JsonWriter& json, std::string_view name,
                       const std::optional<Resolution>& resolution) {
  json.key(name);
  if (!resolution) {
    json.null();
    return;
  }
  json.begin_object()
      .member("outcome", to_string(*resolution->outcome))
      .member("on", resolution->on)
      .member("known_from", resolution->known_from())
      .member("recorded", resolution->recorded);
  bilingual_member(json, "because", resolution->because);
  items_member(json, "items", resolution->items);
  json.end_object();
}

void probability_member(JsonWriter& json, const Assessment& assessment) {
  json.member("probability",
              assessment.no_history ? std::nullopt : std::optional(assessment.probability));
}

void outcome_members(JsonWriter& json, const Assessment& assessment) {
  json.member("probability_at_horizon", assessment.at_horizon);
  came_true_member(json, assessment.came_true);
  json.member("model", assessment.model);
}

void word_member(JsonWriter& json, std::string_view name, Probability probability) {
  const ProbabilityWord& word = icd203_word(probability);
  json.key(name).begin_object();
  json.member("scale", word.scale).member("key", word.key).end_object();
}

void items_member(JsonWriter& json, std::string_view name, std::span<const ItemId> items) {
  json.key(name).begin_array();
  for (const ItemId item : items) json.value(item);
  json.end_array();
}

void line_members(JsonWriter& json, const ItemLine& line) {
  json.member("item", line.item).member("version", line.version);
  json.member("redacted", line.redacted).member("known_then", line.known_then);
  json.key("judged").begin_object();
  text_member(json, "grade", signpost::to_string(line.grade));
  json.member("credibility", line.credibility);
  text_member(json, "origin", line.origin);
  json.end_object();
  content_members(json, line.content);
}

void declaration_members(JsonWriter& json, const CoverDeclaration& cover) {
  json.member("number", cover.number).member("indicator", cover.indicator);
  json.member("from", cover.span.from).key("to");
  if (cover.span.to == kForever) {
    json.null();
  } else {
    json.value(cover.span.to);
  }
  json.member("level", cover.span.level).member("because", cover.span.because.any());
  json.member("recorded", cover.recorded);
}

void coverage_member(JsonWriter& json, std::span<const CoverDeclaration> covers) {
  json.key("coverage").begin_array();
  for (const CoverDeclaration& cover : covers) {
    declaration_members(json.begin_object(), cover);
    json.end_object();
  }
  json.end_array();
}

void interval_member(JsonWriter& json, const std::optional<score::ConfidenceInterval>& interval) {
  json.key("interval");
  if (interval) {
    json.begin_array().value(interval->low).value(interval->high).end_array();
  } else {
    json.null();
  }
}

}  // namespace signpost::report

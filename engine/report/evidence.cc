#include "engine/report/evidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "engine/report/json_parts.h"
#include "engine/report/remarks.h"

namespace signpost::report {
namespace {

// The columns of the list.
enum : std::size_t { kNumber, kDate, kGrade, kWorth, kText };

std::string worth(const ItemLine& line, const Speech& speech) {
  return speech.figure(line.credibility->value(), 2);
}

/// Text from outside, where a redaction left it.
std::string unless_redacted(const ItemLine& line, const std::string& text, const Speech& speech) {
  if (line.redacted) return speech.say("item.redacted");
  return text.empty() ? std::string() : quoted(text);
}

std::string total(const Item& item, const Speech& speech) {
  if (!item.total) return {};
  const std::string span = speech.days(item.occurred, item.total->until);
  if (item.total->count == 0) return speech.say("evidence.none-seen", {{"span", span}});
  return speech.say("evidence.total", {{"n", speech.number(item.total->count)}, {"span", span}});
}

std::string sightings(const Item& item, const Speech& speech) {
  std::vector<std::string> all;
  for (const auto& [indicator, grade] : item.sightings) {
    all.push_back(grade ? speech.say("evidence.with",
                                     {{"id", quoted(indicator)}, {"what", speech.grade(*grade)}})
                        : quoted(indicator));
  }
  return speech.list(all, "list.last-of-series");
}

std::string bearings(const Item& item, const Speech& speech) {
  std::vector<std::string> all;
  for (const Bearing& bearing : item.bears) {
    all.push_back(speech.say(
        "evidence.with",
        {{"id", quoted(bearing.scenario)},
         {"what", bearing.word.empty() ? speech.ratio(bearing.ratio) : quoted(bearing.word)}}));
  }
  return speech.list(all, "list.last-of-series");
}

/// Why it does not count as others do.
std::string alarms(const ListedItem& item, const Speech& speech) {
  std::vector<std::string> marks;
  if (item.retracted) {
    marks.push_back(speech.say("evidence.retracted", {{"day", speech.short_day(*item.retracted)}}));
  }
  if (item.line.redacted) marks.push_back(speech.say("evidence.redacted"));
  if (!item.line.credibility) marks.push_back(speech.say("evidence.not-judged"));
  return speech.list(marks, "list.next");
}

/// What else a reader should know of it.
std::string marks(const ListedItem& item, bool hindsight, const Speech& speech) {
  std::vector<std::string> marks;
  if (!item.copies.empty()) {
    marks.push_back(speech.say("evidence.same-origin",
                               {{"items", item_numbers_in_words(item.copies, speech)}}));
  }
  if (hindsight && !item.line.known_then) marks.push_back(speech.say("explain.not-known-then"));
  if (item.line.content.available_given) marks.push_back(speech.say("evidence.backdated"));
  if (item.line.version > 1) {
    marks.push_back(speech.say("evidence.version", {{"n", std::int64_t{item.line.version}}}));
  }
  return speech.list(marks, "list.next");
}

/// Below its text: whose it is, what it is a sighting of, and marks.
Words details(const ListedItem& item, bool hindsight, const Speech& speech) {
  const Item& content = item.line.content;
  const std::string alarm = alarms(item, speech);
  const std::string bears = bearings(content, speech);
  const std::string rest =
      dotted({marks(item, hindsight, speech), total(content, speech), sightings(content, speech),
              bears.empty() ? bears : speech.say("evidence.bears-on", {{"scenarios", bears}}),
              item.line.redacted || content.source.empty() ? std::string() : quoted(content.source),
              content.id.empty() ? std::string()
                                 : speech.say("evidence.id", {{"id", quoted(content.id)}})});
  Words words;
  if (!alarm.empty()) words.push_back({alarm, Style::kBad});
  if (!alarm.empty() && !rest.empty()) words.push_back({" · ", Style::kDim});
  if (!rest.empty()) words.push_back({rest, Style::kDim});
  return words;
}

/// Names, as the glossary has them under item.field., and what stands beside them.
using Fields = std::vector<std::pair<std::string_view, std::string>>;

std::string judged(const Grade& grade, const Speech& speech) {
  const std::string source = speech.grade_words({grade.reliability, {}});
  const std::string information = speech.grade_words({{}, grade.credibility});
  if (source.empty() && information.empty()) return {};
  return speech.say(
      information.empty() ? "item.grade-source"
      : source.empty()    ? "item.grade-information"
                          : "item.grade",
      {{"grade", speech.grade(grade)}, {"source", source}, {"information", information}});
}

std::string credibility(const ItemLine& line, const Speech& speech) {
  if (!line.credibility) return speech.say("item.not-judged");
  std::string figure = worth(line, speech);
  if (!line.content.credibility) return figure;
  return speech.say("item.given-outright", {{"credibility", std::move(figure)}});
}

/// The fields of an item as they are shown one a line, with the names of the formats.
Fields fields(const ItemLine& line, const Speech& speech) {
  const Item& item = line.content;
  Fields fields;
  const auto add = [&](std::string_view name, std::string content) {
    if (!content.empty()) fields.emplace_back(name, std::move(content));
  };
  const auto quote = [&](std::string_view name, const std::string& text) {
    if (!text.empty()) add(name, quoted(text));
  };
  if (item.translation.empty()) {
    add("text", unless_redacted(line, item.text, speech));
  } else {
    const Bilingual texts = texts_of(item);
    add("text_en", unless_redacted(line, texts.en, speech));
    add("text_ar", unless_redacted(line, texts.ar, speech));
  }
  if (item.total) {
    add("occurred", speech.days(item.occurred, item.total->until));
    add("count",
        item.total->count == 0 ? speech.say("item.none-seen") : speech.number(item.total->count));
  } else {
    add("occurred", item.occurred_as == Precision::kSecond
                        ? speech.moment(item.occurred)
                        : speech.day(item.occurred, item.occurred_as));
  }
  const std::string available = speech.moment(item.available);
  add("available",
      item.available_given ? speech.say("item.backdated", {{"moment", available}}) : available);
  add("source", unless_redacted(line, item.source, speech));
  add("grade", judged(line.grade, speech));
  add("credibility", credibility(line, speech));
  add("sighting-of", sightings(item, speech));
  add("bears-on", bearings(item, speech));
  quote("origin", line.origin);
  quote("event", item.event);
  quote("denies", item.denies);
  add("url", unless_redacted(line, item.url, speech));
  quote("place", item.place);
  quote("lang", item.lang);
  quote("by", item.by);
  quote("note", item.note);
  if (!item.kept_sha256.empty()) quote("kept-file", "SHA-256 " + item.kept_sha256);
  if (!item.share) add("share", speech.say("item.not-shared"));
  if (!item.id.empty()) {
    add("id",
        speech.say("item.id-of-feed", {{"id", quoted(item.id)}, {"feed", quoted(item.feed)}}));
  }
  return fields;
}

/// The fields of a version that say something else than the latest does, or nothing where that says
/// something.
Fields differences(const Fields& version, const Fields& latest, const Speech& speech) {
  Fields otherwise;
  for (const auto& field : version) {
    if (std::find(latest.begin(), latest.end(), field) == latest.end()) otherwise.push_back(field);
  }
  for (const auto& [name, content] : latest) {
    const bool has = std::any_of(version.begin(), version.end(),
                                 [&name = name](const auto& field) { return field.first == name; });
    if (!has) otherwise.emplace_back(name, speech.say("item.not-said"));
  }
  return otherwise;
}

/// The width of the column of names, the same in every table of a page.
std::size_t name_width(const Speech& speech) {
  std::vector<std::string> names;
  for (const std::string& key : Speech::keys("item.field.")) names.push_back(speech.say(key));
  return widest(names);
}

void add_fields(Page& page, const Fields& fields, const Speech& speech) {
  Table& table = page.table({{.width = name_width(speech)}, {.gap = 2}});
  for (const auto& [name, content] : fields) {
    table.row()
        .cell(0, speech.say(fmt::format("item.field.{}", name)), Style::kDim)
        .cell({.column = 1, .words = {{content}}, .lines = kAllLines});
  }
}

}  // namespace

std::vector<ListedItem> with_copies(std::vector<ItemLine> items) {
  // What an event is told under, its key, and the origin that tells it.
  using Teller = std::tuple<std::string, std::string, std::string>;
  std::map<Teller, std::vector<ItemId>> told;
  const auto each_teller = [](const ItemLine& line, const auto& visit) {
    if (line.content.event.empty() || line.origin.empty()) return;
    for (const Sighting& sighting : line.content.sightings) {
      visit(Teller("i " + sighting.indicator, line.content.event, line.origin));
    }
    for (const Bearing& bearing : line.content.bears) {
      visit(Teller("s " + bearing.scenario, line.content.event, line.origin));
    }
  };
  for (const ItemLine& line : items) {
    each_teller(line, [&](Teller teller) { told[std::move(teller)].push_back(line.item); });
  }
  std::vector<ListedItem> listed;
  listed.reserve(items.size());
  for (ItemLine& line : items) {
    std::set<ItemId> copies;
    each_teller(line, [&](const Teller& teller) {
      for (const ItemId other : told[teller]) {
        if (other != line.item) copies.insert(other);
      }
    });
    listed.push_back({std::move(line), std::nullopt, {copies.begin(), copies.end()}});
  }
  return listed;
}

Page evidence_page(const EvidenceList& list, const EvidenceChoices& choices, const Speech& speech) {
  Page page(speech.language());
  page.heading(speech.say("label.evidence"));
  page.paragraph(
      reading_in_words(list.moment, list.hindsight, list.not_known_then, choices.now, speech),
      list.hindsight ? Style::kAccent : Style::kPlain);
  page.paragraph(as_sentence(not_available_in_words(list.not_available, speech)), Style::kAccent);
  if (list.later > 0) {
    page.paragraph(speech.say("ahead.items", {{"n", std::int64_t{list.later}},
                                              {"moment", speech.moment(list.latest)}}),
                   Style::kAccent);
  }
  if (list.items.empty()) {
    if (list.later == 0) page.paragraph(speech.say("list.none"));
    return page;
  }
  page.gap();
  std::vector<std::string> numbers;
  for (const ListedItem& item : list.items) numbers.push_back(speech.item(item.line.item));
  Table& table =
      page.table({{.head = speech.say("label.item"), .width = widest(numbers), .end = true},
                  {.head = speech.say("label.occurred"), .width = 11, .gap = 2, .end = true},
                  {.head = speech.say("label.grade"), .width = 3, .gap = 2},
                  {.head = speech.say("label.credibility"), .width = 4, .gap = 1},
                  {.head = speech.say("label.evidence"), .gap = 2}});
  for (std::size_t at = 0; at < list.items.size(); ++at) {
    const ListedItem& item = list.items[at];
    const Item& content = item.line.content;
    const std::string grade = speech.grade(item.line.grade);
    table.row()
        .cell(kNumber, numbers[at], Style::kBold)
        .cell(kDate, speech.short_day(content.occurred, content.occurred_as))
        .cell(kGrade, grade.empty() ? "-" : grade)
        .cell(kWorth, item.line.credibility ? worth(item.line, speech) : "?")
        .cell(kText, unless_redacted(item.line, in(speech.language(), texts_of(content)), speech))
        .cell({.column = kDate,
               .words = details(item, list.hindsight, speech),
               .span = kToTheEnd,
               .line = 1,
               .end = false});
  }
  if (list.left_out > 0) {
    page.gap();
    page.paragraph(
        speech.say("evidence.left-out", {{"n", static_cast<std::int64_t>(list.left_out)}}),
        Style::kDim);
  }
  if (!list.covers.empty()) {
    page.gap();
    page.heading(speech.say("label.covers"));
    for (const CoverDeclaration& cover : list.covers) {
      page.paragraph(coverage_in_words(cover, quoted(cover.indicator), speech), Style::kPlain, 2);
    }
  }
  return page;
}

std::string evidence_json(const EvidenceList& list) {
  JsonWriter json;
  json.begin_object().member("format", "signpost.evidence/1");
  moment_members(json, list.moment, list.hindsight, list.not_known_then, list.not_available);
  json.member("later_than_now", list.later).key("items").begin_array();
  for (const ListedItem& item : list.items) {
    json.begin_object();
    line_members(json, item.line);
    json.member("retracted", item.retracted);
    items_member(json, "same_origin_as", item.copies);
    json.end_object();
  }
  json.end_array();
  coverage_member(json, list.covers);
  json.end_object();
  return json.take();
}

Page item_page(const ItemStory& story, const EvidenceChoices& choices, const Speech& speech) {
  assert(!story.versions.empty());
  const StoryVersion& latest = story.versions.back();
  Page page(speech.language());
  page.heading(speech.say("item.title", {{"item", speech.item(latest.line.item)}}));
  const auto ended = [&](std::string_view key, Instant moment, const std::string& because) {
    page.paragraph(
        speech.say(key, {{"moment", speech.moment(moment)}, {"because", quoted(because)}}),
        Style::kBad, 0, 4);
  };
  if (story.retracted) ended("item.retracted-on", *story.retracted, story.retracted_because);
  if (story.redacted) ended("item.redacted-on", *story.redacted, story.redacted_because);
  for (const ItemVerdict& one : story.verdicts) {
    page.paragraph(speech.say(
        "verdict.told",
        {{"day", speech.day(one.recorded)},
         {"verdict", speech.say(fmt::format("verdict.word.{}",
                                            one.verdict ? to_string(*one.verdict) : "none"))},
         {"because", speech.prose(one.because)}}));
  }
  const Fields latest_fields = fields(latest.line, speech);
  Fields all = latest_fields;
  all.emplace_back("recorded", speech.moment(latest.recorded));
  if (!story.moves.empty()) {
    all.emplace_back("moves", speech.say(Phrase::series(story.moves)));
  }
  add_fields(page, all, speech);
  for (auto version = story.versions.rbegin() + 1; version != story.versions.rend(); ++version) {
    const std::int64_t number = version->line.version;
    const std::string recorded = speech.moment(version->recorded);
    page.gap();
    page.paragraph(
        version->known_until && *version->known_until <= choices.now
            ? speech.say("item.version-until", {{"n", number},
                                                {"recorded", recorded},
                                                {"until", speech.moment(*version->known_until)}})
            : speech.say("item.version", {{"n", number}, {"recorded", recorded}}),
        Style::kBold);
    const Fields otherwise = differences(fields(version->line, speech), latest_fields, speech);
    if (otherwise.empty()) {
      page.paragraph(speech.say("item.as-above"));
    } else {
      add_fields(page, otherwise, speech);
    }
  }
  return page;
}

std::string item_json(const ItemStory& story) {
  assert(!story.versions.empty());
  JsonWriter json;
  json.begin_object().member("format", "signpost.item/1");
  json.member("item", story.versions.back().line.item);
  json.member("retracted", story.retracted);
  text_member(json, "retracted_because", story.retracted_because);
  json.member("redacted", story.redacted);
  text_member(json, "redacted_because", story.redacted_because);
  json.key("verdicts").begin_array();
  for (const ItemVerdict& one : story.verdicts) {
    json.begin_object();
    text_member(json, "verdict", one.verdict ? std::string(to_string(*one.verdict)) : "");
    bilingual_member(json, "because", one.because);
    json.member("recorded", one.recorded).end_object();
  }
  json.end_array();
  json.key("moves").begin_array();
  for (const std::string& scenario : story.moves) json.value(scenario);
  json.end_array().key("versions").begin_array();
  for (const StoryVersion& version : story.versions) {
    json.begin_object();
    line_members(json, version.line);
    json.member("recorded", version.recorded).member("known_from", version.known_from);
    json.member("known_until", version.known_until).end_object();
  }
  json.end_array().end_object();
  return json.take();
}

}  // namespace signpost::report

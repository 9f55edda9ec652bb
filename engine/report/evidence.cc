#include "engine/report/evidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "engine/base/text.h"
#include "engine/report/isolated_text.h"
#include "engine/report/json_parts.h"
#include "engine/report/line.h"
#include "engine/report/remarks.h"
#include "engine/report/speech.h"

namespace signpost::report {
namespace {

constexpr std::size_t kContent = 13;  // where a field's content begins, after its name

std::string number(ItemId item) { return fmt::format("#{}", item); }

std::string worth(const ItemLine& line) {
  if (!line.credibility) return "cannot be judged";
  return fmt::format("{:.2f}", line.credibility->value());
}

std::string grade(const ItemLine& line) {
  const std::string letters = signpost::to_string(line.grade);
  return letters.empty() ? "-" : letters;
}

std::string total(const Item& item, const Terminal& terminal) {
  if (!item.total) return {};
  const std::string span = days(item.occurred, item.total->until, terminal);
  if (item.total->count == 0) return "none seen " + span;
  return grouped(item.total->count) + " in " + span;
}

std::string sightings(const Item& item) {
  std::vector<std::string> all;
  for (const Sighting& sighting : item.sightings) {
    all.push_back(sighting.grade ? fmt::format("{} ({})", sighting.indicator,
                                               signpost::to_string(*sighting.grade))
                                 : sighting.indicator);
  }
  return joined(all, ", ");
}

std::string bearings(const Item& item, const Terminal& terminal) {
  std::vector<std::string> all;
  for (const Bearing& bearing : item.bears) {
    all.push_back(
        fmt::format("{} ({})", bearing.scenario,
                    bearing.word.empty() ? ratio(bearing.ratio, terminal) : bearing.word));
  }
  return joined(all, ", ");
}

/// Why it does not count as others do.
std::string alarms(const ListedItem& item) {
  std::vector<std::string> marks;
  if (item.retracted) marks.push_back("retracted " + to_short_date(*item.retracted));
  if (item.line.redacted) marks.emplace_back("redacted");
  if (!item.line.credibility) marks.emplace_back("cannot be judged");
  return joined(marks, ", ");
}

/// What else a reader should know of it.
std::string marks(const ListedItem& item, bool hindsight) {
  std::vector<std::string> marks;
  if (!item.copies.empty()) marks.push_back("same origin as " + item_numbers(item.copies));
  if (hindsight && !item.line.known_then) marks.emplace_back("not known then");
  if (item.line.content.available_given) marks.emplace_back("backdated");
  if (item.line.version > 1) marks.push_back(fmt::format("version {}", item.line.version));
  return joined(marks, ", ");
}

/// Names and what stands under them.
using Fields = std::vector<std::pair<std::string, std::string>>;

/// The fields of an item as they are shown one a line, with the names of the formats.
Fields fields(const ItemLine& line, const Terminal& terminal) {
  const Item& item = line.content;
  Fields fields;
  const auto add = [&](std::string_view name, std::string content) {
    if (!content.empty()) fields.emplace_back(name, std::move(content));
  };
  add("text", line.redacted ? "(redacted)" : item.text);
  if (item.total) {
    add("occurred", days(item.occurred, item.total->until, terminal));
    add("count",
        item.total->count == 0 ? "0: someone looked and saw none" : grouped(item.total->count));
  } else {
    add("occurred", item.occurred_as == Precision::kSecond
                        ? moment(item.occurred)
                        : day(item.occurred, item.occurred_as, terminal));
  }
  add("available", moment(item.available) + (item.available_given ? " (backdated)" : ""));
  add("source", line.redacted ? "(redacted)" : item.source);
  const Speech speech(Language::kEnglish);
  std::string judged = signpost::to_string(line.grade);
  if (line.grade.reliability) {
    judged += ": source " + speech.grade_words({line.grade.reliability, {}});
  }
  if (line.grade.credibility) {
    judged += line.grade.reliability ? ", information " : ": ";
    judged += speech.grade_words({{}, line.grade.credibility});
  }
  add("grade", judged);
  add("credibility", line.credibility ? worth(line) + (item.credibility ? " (given outright)" : "")
                                      : "cannot be judged: it counts nothing until it is");
  add("sighting of", sightings(item));
  add("bears on", bearings(item, terminal));
  add("origin", line.origin);
  add("event", item.event);
  add("denies", item.denies);
  add("url", line.redacted ? "(redacted)" : item.url);
  add("place", item.place);
  add("lang", item.lang);
  add("by", item.by);
  add("note", item.note);
  add("kept file", item.kept_sha256.empty() ? "" : "SHA-256 " + item.kept_sha256);
  if (!item.share) add("share", "no: not for passing on");
  add("id", item.id.empty() ? "" : fmt::format("{} (feed {})", item.id, item.feed));
  return fields;
}

/// The fields of a version that say something else than the latest does, or nothing where that says
/// something.
Fields differences(const Fields& version, const Fields& latest) {
  Fields otherwise;
  for (const auto& field : version) {
    if (std::find(latest.begin(), latest.end(), field) == latest.end()) otherwise.push_back(field);
  }
  for (const auto& [name, content] : latest) {
    const bool has = std::any_of(version.begin(), version.end(),
                                 [&name = name](const auto& field) { return field.first == name; });
    if (!has) otherwise.emplace_back(name, "(not said)");
  }
  return otherwise;
}

std::string field_lines(const Fields& fields, const Terminal& terminal) {
  std::string text;
  for (const auto& [name, content] : fields) {
    const std::vector<std::string> lines = wrap(printable(content), terminal.width - kContent);
    for (std::size_t at = 0; at < lines.size(); ++at) {
      Line line(terminal);
      if (at == 0) line.say(name, Style::kDim);
      text += line.to(kContent).quote(lines[at]).take();
    }
  }
  return text;
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

std::string evidence_text(const EvidenceList& list, const EvidenceChoices& choices,
                          const Terminal& terminal) {
  std::string text = Line(terminal).say("Evidence", Style::kBold).take();
  text += paragraph(terminal,
                    reading(list.moment, list.hindsight, list.not_known_then, choices.now) + ".", 0,
                    list.hindsight ? Style::kAccent : Style::kPlain);
  text += not_available_paragraph(list.not_available, Speech(Language::kEnglish), terminal);
  if (list.later > 0) {
    const Speech speech(Language::kEnglish);
    text += IsolatedText(terminal).paragraph(
        speech.say("ahead.items",
                   {{"n", std::int64_t{list.later}}, {"moment", speech.moment(list.latest)}}),
        0, Style::kAccent);
  }
  if (list.items.empty()) return list.later > 0 ? text : text + paragraph(terminal, "None.");
  text += '\n';
  std::size_t number_width = 0;
  for (const ListedItem& item : list.items) {
    number_width = std::max(number_width, number(item.line.item).size());
  }
  const std::size_t date_end = number_width + 13;
  const std::size_t grade_at = date_end + 2;
  const std::size_t text_at = grade_at + 10;
  for (const ListedItem& item : list.items) {
    const Item& content = item.line.content;
    text += Line(terminal)
                .right(number(item.line.item), number_width, Style::kBold)
                .right(day(content.occurred, content.occurred_as, terminal), date_end)
                .to(grade_at)
                .say(grade(item.line))
                .to(grade_at + 4)
                .say(item.line.credibility ? worth(item.line) : "?")
                .to(text_at)
                .quote(item.line.redacted ? "(redacted)" : content.text)
                .take();
    const std::string alarm = alarms(item);
    const std::string bears = bearings(content, terminal);
    Line below(terminal);
    below.to(number_width + 2).say(alarm, Style::kBad);
    if (!alarm.empty()) below.say(dot(terminal), Style::kDim);
    below.quote(joined({marks(item, list.hindsight), total(content, terminal), sightings(content),
                        bears.empty() ? bears : "bears on " + bears,
                        item.line.redacted ? std::string() : content.source,
                        content.id.empty() ? content.id : "id " + content.id},
                       dot(terminal)),
                Style::kDim);
    text += below.take();
  }
  if (list.left_out > 0) {
    text += '\n' + paragraph(terminal,
                             counted(static_cast<std::int64_t>(list.left_out), "earlier item is",
                                     "earlier items are") +
                                 " not shown.",
                             0, Style::kDim);
  }
  if (!list.covers.empty()) {
    const Speech speech(Language::kEnglish);
    text += '\n' + Line(terminal).say(speech.say("label.covers"), Style::kBold).take();
    for (const CoverDeclaration& cover : list.covers) {
      text += IsolatedText(terminal).paragraph(
          coverage_in_words(cover, quoted(cover.indicator), speech), 2);
    }
  }
  return text;
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

std::string item_text(const ItemStory& story, const EvidenceChoices& choices,
                      const Terminal& terminal) {
  assert(!story.versions.empty());
  const StoryVersion& latest = story.versions.back();
  std::string text =
      Line(terminal).say(fmt::format("Item {}", number(latest.line.item)), Style::kBold).take();
  if (story.retracted) {
    text += quoted_paragraph(
        terminal,
        fmt::format("Retracted on {}: {}", moment(*story.retracted), story.retracted_because), 0, 4,
        Style::kBad);
  }
  if (story.redacted) {
    text += quoted_paragraph(
        terminal,
        fmt::format("Redacted on {}: {}", moment(*story.redacted), story.redacted_because), 0, 4,
        Style::kBad);
  }
  const Fields latest_fields = fields(latest.line, terminal);
  text += field_lines(latest_fields, terminal);
  Fields more;
  more.emplace_back("recorded", moment(latest.recorded));
  if (!story.moves.empty()) more.emplace_back("moves", joined(story.moves, ", "));
  text += field_lines(more, terminal);
  for (auto version = story.versions.rbegin() + 1; version != story.versions.rend(); ++version) {
    std::string span =
        fmt::format("Version {}, recorded {}", version->line.version, moment(version->recorded));
    if (version->known_until && *version->known_until <= choices.now) {
      span += ", stood until " + moment(*version->known_until);
    }
    text += '\n' + paragraph(terminal, span, 0, Style::kBold);
    const Fields otherwise = differences(fields(version->line, terminal), latest_fields);
    text += otherwise.empty() ? paragraph(terminal, "as above") : field_lines(otherwise, terminal);
  }
  return text;
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

// signpost export: everything that the store holds, as JSON Lines; or its items as CSV.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <ostream>
#include <sstream>

#include "engine/assess/archive.h"
#include "engine/base/file.h"
#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "engine/cli/export_lines.h"
#include "engine/cli/help.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/intake/outcome_line.h"
#include "engine/report/json_writer.h"
#include "engine/service/site.h"
#include "engine/store/store.h"

// The export is JSON Lines, one object a line, told apart by "kind":
//
//   export        the first line:
//                 {"kind","format":"signpost.export/1","rehearsal","store","exported","entries",
//                 "head","answered"}; "rehearsal" is there, and true, only where the store was
//                 made under --now, "store" is the chain at its first entry, which no two stores
//                 share, "answered" the entry of the last change that a round answered (0: none)
//   publication   {"kind","revision","known_from","known_until","definition":{…}}, and so are
//   source        all revisions of all definitions, oldest first, in `definition` under the names
//   grade         that TOML has for them; "known_until" is null where the revision still stands
//   indicator
//   scenario
//   schedule
//   alert
//   item          {"kind","stored":{…}, and the item's fields under the names of an import row};
//                 one line for each version
//   coverage      what `cover` declared:
//                 {"kind","number","indicator","from","to","level","because","recorded",
//                 "withdrawn","withdrawn_because"}; the last two where it was withdrawn
//   retirement    a scenario was given up, or taken up again:
//                 {"kind","scenario","retired","because","recorded"}
//   resolution    how a scenario was settled, or (outcome "withdrawn") that it no longer is:
//                 {"kind","scenario","outcome","on","because":{"en","ar"},"items":[…],"available",
//                 "recorded"}; items by their ids at their sources, or `ref`
//   forecast      {"kind","scenario","by","at","probability","because","recorded"}, the probability
//                 null where it was withdrawn; of what is sealed and not yet shown its figure and
//                 reason stand in "sealed", as hexadecimal of JSON
//   verdict       {"kind","item","verdict","because","recorded"}
//   assessment    a kept one, by its number:
//                 {"kind","number","scenario","revision","as_of","known_at","as_known_then",
//                 "recorded","occasion","schedule","state","probability","log_odds","model",
//                 "probability_at_horizon","came_true":{"occurred","occurred_as","items":[…]},
//                 "interval":{"low","high"},"kept":{"opening","judgement","closing",
//                 "accounts":[{"indicator","evidence","silence"}],"events",
//                 "entries":[{"item","indicator","arrived","today","probability_without"}],
//                 "digest"}}; of one that was kept under model 1 instead of "kept"
//                 "ledger":{"probability","opening","judgement","closing",
//                 "disagreeing_totals":[…]}, and the other lines of its ledger follow it, in the
//                 ledger's order:
//   assessment_event         {"kind","assessment","event","indicator","occurred",…}
//   assessment_silence       {"kind","assessment","indicator","today","watched"}
//   assessment_not_counted   {"kind","assessment","items","event","indicator","reason",…}
//   assessment_misfit        {"kind","assessment","indicator","observed","if_true","if_false"}
//   slot          {"kind","schedule","due","recorded","skipped","assessments","report","problem"}
//   evaluation    a judgement of an alert, each alert's together, oldest first:
//                 {"kind","alert","revision","assessment","as_of","on_change","probability",…}
//   notice        {"kind","number","alert","raised","as_of","recorded","notifiers":[…],"text"}
//   attempt       a try to deliver it: {"kind","notice","notifier","number","begun","ended",…}
//   entry         the journal:
//                 {"kind","entry","recorded","rehearsed","change","rows","chain"}
//
// `stored` is what an import row does not have: the item's number and version, when it was recorded
// and known, whether it `stands` (the last version of an item that was not withdrawn), what was
// done to it and why, the digest of a kept file, and `ref`, an id for elsewhere where it has none
// of its own. `import` reads the items that stand, resolutions,
// forecasts and verdicts.
//
// Log-odds are natural logarithms, rates are per day, and durations days: as the store has them, so
// that no bit is lost.
namespace signpost::cli {
namespace {

constexpr std::size_t kYearAndMonth = 7;  // letters of 2022-01
constexpr std::size_t kYear = 4;
constexpr std::size_t kRefDigits = 12;

using report::JsonWriter;

struct Options {
  bool csv = false;
  std::string output;
};

/// When it occurred, as exactly as it was told, where an import reads that as the same instant; it
/// does not where the day, month or year was cut at the clock.
std::string occurred_as_told(const Item& item) {
  std::string told = to_date(item.occurred);
  switch (item.occurred_as) {
    case Precision::kSecond:
      return to_rfc3339(item.occurred);
    case Precision::kDay:
      break;
    case Precision::kMonth:
      told.resize(kYearAndMonth);
      break;
    case Precision::kYear:
      told.resize(kYear);
      break;
  }
  const auto read = parse_time(told);
  const bool same = read && (item.total ? meant_as_start(*read)
                                        : meant_as_occurred(*read, kForever)) == item.occurred;
  return same ? told : to_rfc3339(item.occurred);
}

void item_fields(JsonWriter& json, const Item& item) {
  given_text(json, "id", item.id);
  if (item.translation.empty()) {
    json.member("text", item.text);
  } else {
    const Bilingual texts = texts_of(item);
    json.member("text_en", texts.en).member("text_ar", texts.ar);
  }
  json.member("occurred", occurred_as_told(item));
  if (item.total) json.member("until", item.total->until).member("count", item.total->count);
  json.member("available", item.available);
  if (!item.sightings.empty()) {
    json.key("indicators").begin_array();
    for (const Sighting& sighting : item.sightings) {
      if (!sighting.grade) {
        json.value(sighting.indicator);
        continue;
      }
      json.begin_object()
          .member("id", sighting.indicator)
          .member("grade", to_string(*sighting.grade))
          .end_object();
    }
    json.end_array();
  }
  if (!item.bears.empty()) {
    json.key("bears").begin_array();
    for (const Bearing& bearing : item.bears) {
      json.begin_object().member("scenario", bearing.scenario).key("ratio");
      if (bearing.word.empty()) {
        json.value(bearing.ratio);
      } else {
        json.value(bearing.word);
      }
      json.end_object();
    }
    json.end_array();
  }
  given_text(json, "source", item.source);
  given_text(json, "grade", to_string(item.grade));
  if (item.credibility) json.member("credibility", *item.credibility);
  given_text(json, "origin", item.origin);
  given_text(json, "event", item.event);
  given_text(json, "url", item.url);
  given_text(json, "place", item.place);
  given_text(json, "lang", item.lang);
  given_text(json, "by", item.by);
  given_text(json, "note", item.note);
  if (!item.share) json.member("share", false);
  given_text(json, "denies", item.denies);
}

/// What the store knows of the item beyond this version of it.
struct Fate {
  std::optional<Instant> retracted;
  std::string retracted_because;
  std::optional<Instant> redacted;
  std::string redacted_because;
};

std::string item_line(const store::ItemVersion& version, bool last, const Fate& fate,
                      const std::string& store) {
  JsonWriter json(/*compact=*/true);
  json.begin_object().member("kind", "item").key("stored").begin_object();
  json.member("item", version.item)
      .member("version", version.version)
      .member("stands", last && !fate.retracted)
      .member("recorded", version.recorded)
      .member("known_from", version.known.from);
  end_of(json, "known_until", version.known.until);
  json.member("feed", version.content.feed)
      .member("occurred", version.content.occurred)
      .member("available_given", version.content.available_given);
  given_text(json, "kept_sha256", version.content.kept_sha256);
  if (version.content.id.empty()) {
    json.member("ref", fmt::format("{}-{}", store.substr(0, kRefDigits), version.item));
  }
  json.member("redacted", version.redacted);
  if (last && fate.redacted) {
    json.member("redacted_at", *fate.redacted).member("redacted_because", fate.redacted_because);
  }
  if (last && fate.retracted) {
    json.member("retracted_at", *fate.retracted)
        .member("retracted_because", fate.retracted_because);
  }
  json.end_object();
  item_fields(json, version.content);
  return json.end_object().take();
}

std::string entry_line(const store::JournalEntry& entry) {
  JsonWriter json(/*compact=*/true);
  json.begin_object()
      .member("kind", "entry")
      .member("entry", entry.entry)
      .member("recorded", entry.recorded)
      .member("rehearsed", entry.rehearsed)
      .member("change", entry.kind)
      .member("rows", entry.rows)
      .member("chain", to_hex(entry.chain));
  return json.end_object().take();
}

void write_items(const store::Snapshot& snapshot, const std::string& store, std::ostream& out) {
  const std::vector<store::ItemVersion> versions = snapshot.items();
  for (std::size_t i = 0; i < versions.size(); ++i) {
    const bool last = i + 1 == versions.size() || versions[i + 1].item != versions[i].item;
    Fate fate;
    // Only what was withdrawn or blanked has more to tell; most items have not.
    if (last && (versions[i].redacted || versions[i].known.until != kForever)) {
      if (const auto history = snapshot.item(versions[i].item)) {
        fate = {.retracted = history->retracted,
                .retracted_because = history->retracted_because,
                .redacted = history->redacted,
                .redacted_because = history->redacted_because};
      }
    }
    out << item_line(versions[i], last, fate, store);
  }
}

void because_member(JsonWriter& json, const Bilingual& because) {
  if (because.empty()) return;
  json.key("because").begin_object();
  given_text(json, "en", because.en);
  given_text(json, "ar", because.ar);
  json.end_object();
}

/// What an import finds an item by.
std::string name_of_item(const store::Snapshot& snapshot, ItemId item, const std::string& store) {
  const auto history = snapshot.item(item);
  if (history && !history->versions.empty()) {
    const std::string& id = history->versions.back().content.id;
    if (!id.empty()) return id;
  }
  return fmt::format("{}-{}", store.substr(0, kRefDigits), item);
}

void write_outcomes(const store::Snapshot& snapshot, const std::string& store, std::ostream& out) {
  for (const Resolution& one : snapshot.resolutions({})) {
    JsonWriter json(/*compact=*/true);
    json.begin_object().member("kind", "resolution").member("scenario", one.scenario);
    json.member("outcome", one.outcome ? to_string(*one.outcome) : "withdrawn");
    if (one.outcome) json.member("on", one.on);
    because_member(json, one.because);
    if (!one.items.empty()) {
      json.key("items").begin_array();
      for (const ItemId item : one.items) json.value(name_of_item(snapshot, item, store));
      json.end_array();
    }
    json.member("available", one.known_from());
    out << json.member("recorded", one.recorded).end_object().take();
  }
  assess::Archive archive(snapshot);
  for (const Forecast& one : snapshot.forecasts({})) {
    const bool settled = archive.resolution(one.scenario, kForever).has_value();
    JsonWriter json(/*compact=*/true);
    json.begin_object().member("kind", "forecast").member("scenario", one.scenario);
    json.member("by", one.by).member("at", one.at);
    if (is_shown(one, settled)) {
      json.member("probability", one.probability);
      because_member(json, one.because);
    } else {
      json.member("sealed", intake::sealed_bytes(one));
    }
    out << json.member("recorded", one.recorded).end_object().take();
  }
  for (const ItemVerdict& one : snapshot.verdicts()) {
    JsonWriter json(/*compact=*/true);
    json.begin_object().member("kind", "verdict");
    json.member("item", name_of_item(snapshot, one.item, store));
    json.member("verdict", one.verdict ? to_string(*one.verdict) : "withdrawn");
    because_member(json, one.because);
    out << json.member("recorded", one.recorded).end_object().take();
  }
}

void write_everything(const store::Snapshot& snapshot, const Clock& clock, std::ostream& out) {
  const std::vector<store::JournalEntry> journal = snapshot.journal();
  const std::string store = to_hex(journal.front().chain);  // a store begins with an entry
  JsonWriter first(/*compact=*/true);
  first.begin_object().member("kind", "export").member("format", "signpost.export/1");
  if (snapshot.is_rehearsal()) first.member("rehearsal", true);
  first.member("store", store).member("exported", clock.now).member("entries", journal.size());
  first.member("head", to_hex(journal.back().chain));
  out << first.member("answered", snapshot.last_change_answered()).end_object().take();
  write_definitions(snapshot, out);
  write_items(snapshot, store, out);
  for (const std::string& id : snapshot.indicator_ids()) {
    for (const CoverDeclaration& cover : snapshot.covers(id)) {
      JsonWriter json(/*compact=*/true);
      json.begin_object().member("kind", "coverage").member("number", cover.number);
      json.member("indicator", cover.indicator).member("from", cover.span.from);
      end_of(json, "to", cover.span.to);
      json.member("level", cover.span.level);
      given_text(json, "because", cover.span.because.any());
      json.member("recorded", cover.recorded);
      if (cover.withdrawn) {
        json.member("withdrawn", *cover.withdrawn);
        given_text(json, "withdrawn_because", cover.withdrawn_because);
      }
      out << json.end_object().take();
    }
  }
  for (const store::Retirement& one : snapshot.retirements()) {
    JsonWriter json(/*compact=*/true);
    json.begin_object().member("kind", "retirement").member("scenario", one.scenario);
    json.member("retired", one.retired);
    given_text(json, "because", one.because);
    out << json.member("recorded", one.recorded).end_object().take();
  }
  write_outcomes(snapshot, store, out);
  write_clock(snapshot, out);
  for (const store::JournalEntry& entry : journal) out << entry_line(entry);
}

/// A CSV cell, safe to open and to print. A spreadsheet runs what begins like a formula; an
/// apostrophe before it makes it text, and nothing is lost to the eye. Control characters and bidi
/// controls are made visible; the JSON Lines keep them.
std::string cell(std::string_view content) {
  std::string value = printable_lines(content);
  if (!value.empty() &&
      std::string_view("=+-@\t\r").find(value.front()) != std::string_view::npos) {
    value.insert(value.begin(), '\'');
  }
  if (value.find_first_of(",;\"\t\r\n") == std::string::npos) return value;
  std::string quoted = "\"";
  for (const char c : value) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

/// Of a rehearsal a last column says so, in its name and in each row.
void write_csv(const store::Snapshot& snapshot, std::ostream& out) {
  const bool rehearsal = snapshot.is_rehearsal();
  out << "\xEF\xBB\xBF"  // the mark by which spreadsheets know UTF-8
         "id,occurred,until,count,indicators,bears,text,source,grade,credibility,origin,event,url,"
         "place,lang,available,by,note,share,denies";
  const std::vector<store::ItemVersion> versions = snapshot.items();
  // Texts in both languages have columns of their own, where there are any.
  const bool in_two = std::any_of(versions.begin(), versions.end(), [](const auto& version) {
    return !version.content.translation.empty();
  });
  out << (in_two ? ",text_en,text_ar" : "") << (rehearsal ? ",rehearsal\r\n" : "\r\n");
  for (std::size_t i = 0; i < versions.size(); ++i) {
    const bool last = i + 1 == versions.size() || versions[i + 1].item != versions[i].item;
    if (!last || versions[i].known.until != kForever) continue;  // older, or withdrawn
    const Item& item = versions[i].content;
    std::string indicators;
    for (const Sighting& sighting : item.sightings) {
      indicators += (indicators.empty() ? "" : ";") + sighting.indicator;
    }
    std::string bears;
    for (const Bearing& bearing : item.bears) {
      bears += fmt::format("{}{}={}", bears.empty() ? "" : ";", bearing.scenario,
                           bearing.word.empty() ? fmt::format("{}", bearing.ratio) : bearing.word);
    }
    const bool both = !item.translation.empty();
    std::vector<std::string> cells{
        item.id,
        occurred_as_told(item),
        item.total ? to_rfc3339(item.total->until) : "",
        item.total ? fmt::format("{}", item.total->count) : "",
        indicators,
        bears,
        both ? std::string() : item.text,
        item.source,
        to_string(item.grade),
        item.credibility ? fmt::format("{}", item.credibility->value()) : "",
        item.origin,
        item.event,
        item.url,
        item.place,
        item.lang,
        to_rfc3339(item.available),
        item.by,
        item.note,
        item.share ? "yes" : "no",
        item.denies};
    if (in_two) {
      const Bilingual texts = both ? texts_of(item) : Bilingual();
      cells.insert(cells.end(), {texts.en, texts.ar});
    }
    for (std::size_t column = 0; column < cells.size(); ++column) {
      out << (column == 0 ? "" : ",") << cell(cells[column]);
    }
    out << (rehearsal ? ",yes\r\n" : "\r\n");
  }
}

int run(const Options& options, const Session& session) {
  const store::Store store = open_store(session, store::Store::Access::kRead);
  const auto snapshot = store.snapshot();
  const auto write = [&](std::ostream& out) {
    if (options.csv) {
      write_csv(*snapshot, out);
    } else {
      write_everything(*snapshot, session.clock, out);
    }
  };
  if (options.output.empty()) {
    write(session.out);
    return kDone;
  }
  const Door door = service::door_of(session);
  door.refuse_kept(options.output);  // before the work
  std::ostringstream content;
  write(content);
  door.write(options.output, content.view());
  session.tell({"cli.written", {{"file", options.output}}});
  return kDone;
}

}  // namespace

Command add_export(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("export", speech.say("help.export"));
  command.add_flag("--csv", options->csv, speech.say("help.export.csv"));
  command.add_option("--output", options->output, speech.say("help.output")).type_name("FILE");
  command.footer(example(speech, "  signpost export --output desk.jsonl"));
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli

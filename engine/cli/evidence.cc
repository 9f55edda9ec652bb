// signpost evidence: the items in a list, and one item with its whole story.
#include "engine/report/evidence.h"

#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <ostream>
#include <set>

#include "engine/assess/archive.h"
#include "engine/assess/case.h"
#include "engine/assess/in_force.h"
#include "engine/assess/touched.h"
#include "engine/cli/command.h"
#include "engine/cli/fields.h"
#include "engine/cli/help.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/cli/reading.h"
#include "engine/report/json_writer.h"
#include "engine/service/ahead.h"
#include "engine/store/store.h"

namespace signpost::cli {
namespace {

struct ListOptions {
  std::string indicator;
  std::string scenario;
  std::string since;
  int last = 0;  // 0 = all
  MomentOptions moment;
};

struct ShowOptions {
  std::string id;
};

struct VerdictOptions {
  std::string id;
  std::string verdict;
  std::string because;
  bool undo = false;
};

/// What the journal of versions says of items besides what they hold.
struct Fates {
  std::map<ItemId, Instant> retracted;
  std::set<ItemId> known_at_as_of;
  int not_available = 0;  // of first versions, see assess::is_not_available
  /// Where the moment is now: those that are known, or had occurred, only later; and from when.
  std::vector<std::pair<Item, Instant>> later;
};

Fates fates(const store::Snapshot& snapshot, const Moment& moment, bool is_now) {
  Fates fates;
  std::map<ItemId, store::KnownSpan> last;
  for (const store::ItemVersion& version : snapshot.items()) {
    const Instant shown_from = std::max(version.known.from, version.content.occurred);
    if (is_now && version.version == 1 && shown_from > moment.known_at) {
      fates.later.emplace_back(version.content, shown_from);
    }
    if (assess::is_not_available(version, moment)) ++fates.not_available;
    if (version.known.holds(moment.as_of)) fates.known_at_as_of.insert(version.item);
    last[version.item] = version.known;  // versions come oldest first
  }
  for (const auto& [item, known] : last) {
    if (known.until <= moment.known_at) fates.retracted.emplace(item, known.until);
  }
  return fates;
}

/// The indicators by which a scenario, or the one indicator that was asked for, is fed.
struct Filter {
  std::optional<std::set<std::string>> indicators;
  std::string scenario;
  std::optional<Instant> since;

  [[nodiscard]] bool lets_through(const Item& item) const {
    const Instant end = item.total ? item.total->until : item.occurred;
    if (since && end < *since) return false;
    if (!indicators) return true;
    return std::any_of(item.sightings.begin(), item.sightings.end(),
                       [&](const Sighting& sighting) {
                         return indicators->contains(sighting.indicator);
                       }) ||
           std::any_of(item.bears.begin(), item.bears.end(), [&](const Bearing& bearing) {
             return !scenario.empty() && bearing.scenario == scenario;
           });
  }
};

Filter filter_of(const ListOptions& options, const store::Snapshot& snapshot,
                 assess::Archive& archive, const Moment& moment) {
  Filter filter;
  if (!options.since.empty()) filter.since = start_of("--since", options.since);
  if (!options.indicator.empty()) {
    require_indicator(snapshot, options.indicator);
    filter.indicators = {{options.indicator}};
  }
  if (!options.scenario.empty()) {
    (void)archive.scenario(options.scenario);  // an unknown one is refused with a hint
    filter.scenario = options.scenario;
    const auto revisions = snapshot.scenario(options.scenario);
    std::set<std::string> fed_by;
    for (const Expectation& expectation :
         assess::standing_at(revisions, moment.known_at).content.expects) {
      if (!filter.indicators || filter.indicators->contains(expectation.indicator)) {
        fed_by.insert(expectation.indicator);
      }
    }
    filter.indicators = std::move(fed_by);
  }
  return filter;
}

/// Items that the list would hold if the clock were later: another machine's was ahead.
void count_later(const Fates& fate, const Filter& filter, report::EvidenceList& list) {
  for (const auto& [item, shown_from] : fate.later) {
    if (!filter.lets_through(item)) continue;
    ++list.later;
    list.latest = std::max(list.latest, shown_from);
  }
}

int list(const ListOptions& options, const Session& session) {
  report::EvidenceList shown;
  shown.moment = moment_of(options.moment, session.clock);
  const store::Store store = open_store(session, store::Store::Access::kRead);
  const auto snapshot = store.snapshot();
  assess::Archive archive(*snapshot);
  const Filter filter = filter_of(options, *snapshot, archive, shown.moment);
  const bool is_now =
      shown.moment.as_of == session.clock.now && shown.moment.known_at == session.clock.now;
  const Fates fate = fates(*snapshot, shown.moment, is_now);
  count_later(fate, filter, shown);
  if (shown.later > 0) warn_of_ahead(session, service::ahead_of_clock(session.clock, *snapshot));
  shown.hindsight = shown.moment.as_of < shown.moment.known_at;

  std::vector<ItemLine> lines = archive.items(shown.moment.known_at);
  for (const auto& [item, retracted] : fate.retracted) {
    if (auto line = archive.item(item, shown.moment.known_at)) lines.push_back(std::move(*line));
  }
  std::erase_if(lines, [&](const ItemLine& line) {
    return line.content.occurred > shown.moment.as_of || !filter.lets_through(line.content);
  });
  std::sort(lines.begin(), lines.end(), [](const ItemLine& a, const ItemLine& b) {
    return std::pair(a.content.occurred, a.item) < std::pair(b.content.occurred, b.item);
  });
  for (ItemLine& line : lines) {
    line.known_then = fate.known_at_as_of.contains(line.item);
    if (shown.hindsight && !line.known_then) ++shown.not_known_then;
  }
  if (shown.moment.known_at < session.clock.now) {
    shown.not_available = fate.not_available;
  }
  shown.items = report::with_copies(std::move(lines));
  for (report::ListedItem& item : shown.items) {
    const auto retracted = fate.retracted.find(item.line.item);
    if (retracted != fate.retracted.end()) item.retracted = retracted->second;
  }
  if (const auto last = static_cast<std::size_t>(options.last);
      last > 0 && last < shown.items.size()) {
    shown.left_out = shown.items.size() - last;
    shown.items.erase(shown.items.begin(),
                      shown.items.begin() + static_cast<std::ptrdiff_t>(shown.left_out));
  }
  std::set<std::string> indicators;
  for (const report::ListedItem& item : shown.items) {
    for (const Sighting& one : item.line.content.sightings) indicators.insert(one.indicator);
  }
  for (const std::string& id : indicators) {
    const std::vector<CoverDeclaration> covers = archive.covers_at(id, shown.moment.known_at);
    shown.covers.insert(shown.covers.end(), covers.begin(), covers.end());
  }
  if (session.json) {
    session.out << report::evidence_json(shown);
  } else {
    session.show(report::evidence_page(shown, {.now = session.clock.now}, session.speech));
  }
  return kDone;
}

int show(const ShowOptions& options, const Session& session) {
  const store::Store store = open_store(session, store::Store::Access::kRead);
  const auto snapshot = store.snapshot();
  const ItemId id = item_named(*snapshot, options.id);
  const auto history = snapshot->item(id);
  assess::Archive archive(*snapshot);
  report::ItemStory story;
  for (const store::ItemVersion& version : history->versions) {
    report::StoryVersion told;
    told.line = archive.line_of(version, session.clock.now);
    told.recorded = version.recorded;
    told.known_from = version.known.from;
    if (version.known.until < kForever) told.known_until = version.known.until;
    story.versions.push_back(std::move(told));
  }
  story.retracted = history->retracted;
  story.retracted_because = history->retracted_because;
  story.redacted = history->redacted;
  story.redacted_because = history->redacted_because;
  for (ItemVerdict& verdict : snapshot->verdicts()) {
    if (verdict.item == id) story.verdicts.push_back(std::move(verdict));
  }
  story.moves = assess::touched_by(archive, history->versions.back().content);
  if (session.json) {
    session.out << report::item_json(story);
  } else {
    session.show(report::item_page(story, {.now = session.clock.now}, session.speech));
  }
  return kDone;
}

void add_list_options(Arguments command, ListOptions& options, const report::Speech& speech) {
  command.add_option("--indicator", options.indicator, speech.say("help.evidence.indicator"))
      .type_name("INDICATOR");
  command.add_option("--scenario", options.scenario, speech.say("help.evidence.scenario"))
      .type_name("SCENARIO");
  command.add_option("--since", options.since, speech.say("help.evidence.since")).type_name("TIME");
  command.add_option("--last", options.last, speech.say("help.evidence.last"))
      .type_name("N")
      .transform(whole_number(speech, 1, std::numeric_limits<int>::max()));
  add_moment_options(command, options.moment, speech);
}

int judge(const VerdictOptions& options, const Session& session) {
  if (options.verdict.empty() == !options.undo) {
    throw Error(ErrorKind::kUsage, "verdict.needs");
  }
  store::Store store = open_store(session, store::Store::Access::kWrite);
  ItemVerdict verdict;
  verdict.item = item_named(*store.snapshot(), options.id);
  if (!options.undo) verdict.verdict = named<Verdict>(options.verdict);
  verdict.because = Bilingual(options.because);
  const bool changed = store.judge(verdict, session.clock);
  if (session.json) {
    report::JsonWriter json;
    json.begin_object().member("format", "signpost.verdict/1").member("item", verdict.item);
    json.member("verdict", options.undo ? std::string() : options.verdict);
    session.out << json.member("changed", changed).end_object().take();
    return kDone;
  }
  report::Page page(session.speech.language());
  page.paragraph(session.say(!changed                    ? "verdict.unchanged"
                             : options.undo              ? "verdict.undone"
                             : options.verdict == "true" ? "verdict.true"
                                                         : "verdict.false",
                             {{"item", session.speech.item(verdict.item)}}));
  session.show(page);
  return kDone;
}

}  // namespace

Command add_evidence(Arguments program, const report::Speech& speech) {
  const auto listing = std::make_shared<ListOptions>();
  const auto showing = std::make_shared<ShowOptions>();
  const Arguments command = program.add_subcommand("evidence", speech.say("help.evidence"));
  add_list_options(command, *listing, speech);
  const Arguments list_command = command.add_subcommand("list", speech.say("help.evidence.list"));
  add_list_options(list_command, *listing, speech);
  list_command.footer(example(
      speech, "  signpost evidence list --scenario effect-operations-syria --since 2022-04-01"));
  const Arguments show_command = command.add_subcommand("show", speech.say("help.evidence.show"));
  show_command.add_option("ID", showing->id, speech.say("help.item")).type_name("ID").required();
  show_command.footer(example(speech, "  signpost evidence show 12"));
  const auto judging = std::make_shared<VerdictOptions>();
  const Arguments verdict_command =
      command.add_subcommand("verdict", speech.say("help.evidence.verdict"));
  verdict_command.add_option("ID", judging->id, speech.say("help.item")).type_name("ID").required();
  verdict_command
      .add_option("VERDICT", judging->verdict, speech.say("help.evidence.verdict.verdict"))
      .type_name("true|false")
      .one_of({"true", "false"});
  verdict_command.add_flag("--undo", judging->undo, speech.say("help.evidence.verdict.undo"));
  verdict_command.add_option("--because", judging->because, speech.say("help.because"))
      .type_name("TEXT")
      .check(says_something(speech))
      .required();
  verdict_command.footer(example(
      speech, "  signpost evidence verdict 12 false --because \"its own bureau denied it\""));
  command.require_subcommand(0, 1);
  command.footer(example(speech,
                         "  signpost evidence --indicator isis-attacks-ne-syria --last 5\n"
                         "  signpost evidence show 12"));
  return {command, [listing, showing, judging, show_command, verdict_command](Session& session) {
            if (verdict_command.parsed()) return judge(*judging, session);
            return show_command.parsed() ? show(*showing, session) : list(*listing, session);
          }};
}

}  // namespace signpost::cli

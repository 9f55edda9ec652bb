// signpost tie, untie: reports of one event, said to be that; and duplicates, which seem to be.
#include <fmt/format.h>

#include <memory>
#include <ostream>
#include <set>

#include "engine/assess/archive.h"
#include "engine/assess/likeness.h"
#include "engine/assess/touched.h"
#include "engine/cli/alike.h"
#include "engine/cli/answering.h"
#include "engine/cli/command.h"
#include "engine/cli/effects.h"
#include "engine/cli/fields.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/report/isolated_text.h"
#include "engine/report/line.h"

namespace signpost::cli {
namespace {

constexpr std::size_t kIndent = 2;

struct Options {
  std::vector<std::string> items;
};

std::vector<ItemId> numbers_of(const store::Snapshot& snapshot,
                               const std::vector<std::string>& names) {
  std::vector<ItemId> items;
  items.reserve(names.size());
  for (const std::string& name : names) items.push_back(item_named(snapshot, name));
  return items;
}

std::vector<std::string> touched_by(const store::Snapshot& snapshot,
                                    const std::set<ItemId>& items) {
  assess::Archive archive(snapshot);
  std::set<std::string> scenarios;
  for (const ItemId id : items) {
    for (std::string& scenario :
         assess::touched_by(archive, snapshot.item(id)->versions.back().content)) {
      scenarios.insert(std::move(scenario));
    }
  }
  return {scenarios.begin(), scenarios.end()};
}

std::string numbered(const report::Speech& speech, const std::vector<ItemId>& items) {
  std::vector<std::string> names;
  names.reserve(items.size());
  for (const ItemId id : items) names.push_back(fmt::format("{}", id));
  return speech.list(names);
}

enum class Tie : std::uint8_t { kTie, kUntie };

int run(const Options& options, const Session& session, Tie what) {
  store::Store store = open_store(session, store::Store::Access::kWrite);
  service::Before before{{}, store.snapshot()};
  const std::vector<ItemId> items = numbers_of(*before.snapshot, options.items);
  const std::vector<ItemId> changed =
      what == Tie::kTie ? store.tie(items, session.clock) : store.untie(items, session.clock);
  std::set<ItemId> all(items.begin(), items.end());
  std::vector<ItemId> along;  // that were of one event with these
  for (const ItemId id : changed) {
    if (all.insert(id).second) along.push_back(id);
  }
  before.scenarios = touched_by(*before.snapshot, all);
  const std::string key = store.snapshot()->item(items.front())->versions.back().content.event;
  const std::vector<Effect> effects = service::effects_since(before, store, session.clock);
  if (session.json) {
    report::JsonWriter json;
    json.begin_object().member("format", what == Tie::kTie ? "signpost.tie/1" : "signpost.untie/1");
    json.key("items").begin_array();
    for (const ItemId id : items) json.value(id);
    json.end_array().key("changed").begin_array();
    for (const ItemId id : changed) json.value(id);
    json.end_array();
    if (what == Tie::kTie) json.member("event", key);
    write_effects(json, effects);
    session.out << json.end_object().take();
    answer_changes(session, store);
    return kDone;
  }
  const report::Speech speech(report::Language::kEnglish);
  const auto about = [&](std::string_view sentence, const std::vector<ItemId>& ids) {
    return speech.say(sentence, {{"n", static_cast<std::int64_t>(ids.size())},
                                 {"items", numbered(speech, ids)},
                                 {"key", report::quoted(key)}});
  };
  std::string said = what == Tie::kUntie ? about("tie.untied", changed)
                     : changed.empty()   ? speech.say("tie.nothing")
                                         : about("tie.tied", items);
  if (what == Tie::kTie && !along.empty()) said += ' ' + about("tie.along", along);
  session.out << report::IsolatedText(session.terminal).paragraph(said);
  print_effects(session, effects);
  answer_changes(session, store);
  return kDone;
}

void print_pairs(const Session& session, const std::vector<assess::AlikePair>& pairs) {
  const report::Speech speech(report::Language::kEnglish);
  const report::IsolatedText ready(session.terminal);
  if (pairs.empty()) {
    session.out << ready.paragraph(speech.say("alike.none"));
    return;
  }
  for (const assess::AlikePair& pair : pairs) {
    session.out << ready.paragraph(
        speech.say("alike.pair", {{"one", fmt::format("#{}", pair.one.item)},
                                  {"other", fmt::format("#{}", pair.other.item)},
                                  {"why", reason_in_words(speech, pair.why)}}));
    for (const store::ItemVersion* version : {&pair.one, &pair.other}) {
      report::Line line(session.terminal);
      line.to(kIndent)
          .say(report::day(version->content.occurred, version->content.occurred_as,
                           session.terminal))
          .say("  ");
      line.quote(version->content.text.empty() ? version->content.url : version->content.text);
      session.out << line.take();
    }
  }
  session.out << '\n'
              << ready.paragraph(speech.say(
                     "alike.tie",
                     {{"command", fmt::format("`signpost tie {} {}`", pairs.front().one.item,
                                              pairs.front().other.item)}}));
}

void print_pairs_json(const Session& session, const std::vector<assess::AlikePair>& pairs) {
  report::JsonWriter json;
  json.begin_object().member("format", "signpost.duplicates/1").key("pairs").begin_array();
  for (const assess::AlikePair& pair : pairs) {
    json.begin_object().key("items").begin_array();
    json.value(pair.one.item).value(pair.other.item).end_array();
    json.member("reason", reason_key(pair.why)).end_object();
  }
  session.out << json.end_array().end_object().take();
}

Command tying(CLI::App& app, Tie what, const char* name, const char* says, const char* example) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(name, says);
  command->add_option("ID", options->items, "Items, by number or by their ids at their sources")
      ->type_name("ID")
      ->required();
  command->footer(example);
  return {command, [options, what](Session& session) { return run(*options, session, what); }};
}

}  // namespace

Command add_tie(CLI::App& app) {
  return tying(
      app, Tie::kTie, "tie",
      "Say that items tell of one event: they have a common key then, and count once\n"
      "The key is that of the first of them that has one, else a new one. What stood under "
      "another key of theirs comes along.",
      "Example\n"
      "  signpost tie 4 9");
}

Command add_untie(CLI::App& app) {
  return tying(
      app, Tie::kUntie, "untie",
      "Take a tie back: each item has the event's key again that it had before, and so have "
      "those that came along with it",
      "Example\n"
      "  signpost untie 9");
}

Command add_duplicates(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "duplicates",
      "List items that seem to tell the same event twice, with the reason\n"
      "They have an indicator or a scenario in common, lie within a day of each other, and have "
      "(nearly) the same text, the same address, or, recorded by hand, the same source and day; or "
      "they have one id, since names of their source were joined.");
  command->footer(
      "Example\n"
      "  signpost duplicates");
  return {command, [](Session& session) {
            const store::Store store = open_store(session, store::Store::Access::kRead);
            const auto pairs = assess::all_alike(*store.snapshot());
            if (session.json) {
              print_pairs_json(session, pairs);
            } else {
              print_pairs(session, pairs);
            }
            return kDone;
          }};
}

}  // namespace signpost::cli

// signpost tie, untie: reports of one event, said to be that; and duplicates, which seem to be.
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
#include "engine/cli/help.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"

namespace signpost::cli {
namespace {

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
  for (const ItemId id : items) names.push_back(std::to_string(id));
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
  const auto about = [&](std::string_view sentence, const std::vector<ItemId>& ids) {
    return session.say(sentence, {{"n", std::ssize(ids)},
                                  {"items", numbered(session.speech, ids)},
                                  {"key", report::quoted(key)}});
  };
  std::string said = what == Tie::kUntie ? about("tie.untied", changed)
                     : changed.empty()   ? session.say("tie.nothing")
                                         : about("tie.tied", items);
  if (what == Tie::kTie && !along.empty()) said += ' ' + about("tie.along", along);
  report::Page page(session.speech.language());
  page.paragraph(std::move(said));
  page.add(effects_page(session, effects));
  session.show(page);
  answer_changes(session, store);
  return kDone;
}

report::Page pairs_page(const std::vector<assess::AlikePair>& pairs, const report::Speech& speech) {
  report::Page page(speech.language());
  if (pairs.empty()) {
    page.paragraph(speech.say("alike.none"));
    return page;
  }
  for (const assess::AlikePair& pair : pairs) {
    page.paragraph(speech.say("alike.pair", {{"one", speech.item(pair.one.item)},
                                             {"other", speech.item(pair.other.item)},
                                             {"why", speech.say(reason_in_words(pair.why))}}));
    for (const store::ItemVersion* version : {&pair.one, &pair.other}) {
      const Item& item = version->content;
      const std::string text =
          item.text.empty() ? report::quoted(item.url) : speech.text(texts_of(item));
      page.paragraph(speech.short_day(item.occurred, item.occurred_as) + "  " + text,
                     report::Style::kPlain, 2, 1);
    }
  }
  page.gap();
  const assess::AlikePair& first = pairs.front();
  page.paragraph(speech.say(
      Phrase("alike.tie", {{"command", tie_command(first.one.item, first.other.item)}})));
  return page;
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

Command tying(Arguments program, const report::Speech& speech, Tie what, const char* name,
              const char* typed) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand(name, speech.say(std::string("help.") + name));
  command.add_option("ID", options->items, speech.say("help.tie.items")).type_name("ID").required();
  command.footer(example(speech, typed));
  return {command, [options, what](Session& session) { return run(*options, session, what); }};
}

}  // namespace

Command add_tie(Arguments program, const report::Speech& speech) {
  return tying(program, speech, Tie::kTie, "tie", "  signpost tie 4 9");
}

Command add_untie(Arguments program, const report::Speech& speech) {
  return tying(program, speech, Tie::kUntie, "untie", "  signpost untie 9");
}

Command add_duplicates(Arguments program, const report::Speech& speech) {
  const Arguments command = program.add_subcommand("duplicates", speech.say("help.duplicates"));
  command.footer(example(speech, "  signpost duplicates"));
  return {command, [](Session& session) {
            const store::Store store = open_store(session, store::Store::Access::kRead);
            const auto pairs = assess::all_alike(*store.snapshot());
            if (session.json) {
              print_pairs_json(session, pairs);
            } else {
              session.show(pairs_page(pairs, session.speech));
            }
            return kDone;
          }};
}

}  // namespace signpost::cli

// signpost record: one item of evidence.
#include <fmt/format.h>

#include <istream>
#include <iterator>
#include <memory>
#include <optional>
#include <ostream>

#include "engine/assess/archive.h"
#include "engine/assess/touched.h"
#include "engine/base/text.h"
#include "engine/cli/alike.h"
#include "engine/cli/answering.h"
#include "engine/cli/command.h"
#include "engine/cli/editor.h"
#include "engine/cli/effects.h"
#include "engine/cli/fields.h"
#include "engine/cli/not_counted.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/cli/prompt.h"
#include "engine/intake/items_reader.h"

namespace signpost::cli {
namespace {

struct Options {
  std::optional<std::string> text;
  ItemOptions item;
  std::string feed;
  bool no_ask = false;
  bool again = false;
  std::string event_of;  // an item, by number or id
};

constexpr std::string_view kDraft =
    "\n"
    "# What happened, in your own words: who did what, where, and who says so.\n"
    "# Lines that begin with # are left out. An empty text records nothing.\n";

constexpr std::string_view kOccurredHelp =
    "A day (2022-01-24), a month or a year where no more is known (2022-01, 2022), or a moment "
    "with\n"
    "its zone (2022-01-24T19:30Z, 2022-01-24T22:30+03:00). For a total, where its span begins.\n";
constexpr std::string_view kSourceHelp =
    "Who says so. A registered source is known by its id, its titles and its aliases, and lends "
    "the\n"
    "item its letter and its origin; any other name is kept as you write it.\n";

std::optional<std::string> any_answer(const std::string& /*answer*/) { return std::nullopt; }

std::string names_of(const std::vector<Source>& sources) {
  std::string names;
  for (const Source& source : sources) {
    names += fmt::format("  {}  {}\n", printable(source.id), printable(source.title.any()));
  }
  return names.empty() ? names : "Registered:\n" + names;
}

/// Whether the item says what it is evidence of, or which event it denies.
bool has_subject(const std::map<std::string, std::string>& fields) {
  return fields.contains("indicators") || fields.contains("bears") || fields.contains("denies");
}

/// Asks for the fields that say what an item is worth and when it was, as far as they are missing.
void ask_for_missing(const Session& session, const Definitions& definitions,
                     std::map<std::string, std::string>& fields) {
  if (!has_subject(fields)) {
    const Choice choice = ask_for_indicators(session, definitions);
    fields = [&] {
      ItemOptions chosen{
          .indicators = choice.indicators, .bears = choice.bears, .named = fields, .keep = {}};
      return fields_of(chosen);
    }();
  }
  if (!fields.contains("occurred")) {
    const std::string today = to_date(session.clock.now);
    fields["occurred"] =
        ask(session, fmt::format("When did it happen? [{}]", today), kOccurredHelp, today,
            [&](const std::string& answer) -> std::optional<std::string> {
              const auto time = parse_time(answer);
              if (!time) return time.problem().message;
              if (meant_as_occurred(*time, session.clock.now) > session.clock.now) {
                return fmt::format("{} is in the future", answer);
              }
              return std::nullopt;
            });
  }
  if (!fields.contains("source")) {
    const std::string source =
        ask(session, "Who says so? (? lists the registered sources) [nobody named]",
            std::string(kSourceHelp) + names_of(definitions.sources), "", any_answer);
    if (!source.empty()) fields["source"] = source;
  }
  if (!fields.contains("grade") && !fields.contains("credibility")) {
    const std::string grade =
        ask(session, "Grade, as B2? (? explains letters and digits) [none]", grades_explained(), "",
            [](const std::string& answer) -> std::optional<std::string> {
              if (answer.empty()) return std::nullopt;
              const auto parsed = parse_grade(answer);
              return parsed ? std::nullopt : std::optional(parsed.problem().message);
            });
    if (!grade.empty()) fields["grade"] = grade;
  }
}

void refuse_empty_text(const std::map<std::string, std::string>& fields) {
  const auto text = fields.find("text");
  if (text == fields.end() || !folded(text->second).empty()) return;
  throw Error(ErrorKind::kUsage, "the text is empty: nothing is recorded",
              "say what happened, in words");
}

/// Without a terminal nothing can be asked: what is missing is a mistake of the command line.
void require_fields(const std::map<std::string, std::string>& fields) {
  if (!fields.contains("text")) {
    throw Error(ErrorKind::kUsage, "record needs the text of what happened",
                "give it between quotation marks, or - to read it from stdin");
  }
  if (!has_subject(fields)) {
    throw Error(ErrorKind::kUsage, "record needs --indicator ID or --bears SCENARIO=RATIO",
                "`signpost indicators` lists the indicators; --denies KEY is for an event that did "
                "not happen");
  }
  if (fields.contains("count") && !fields.contains("occurred")) {
    throw Error(ErrorKind::kUsage, "a total needs --occurred, the day on which its span begins");
  }
}

std::string read_all(std::istream& in) {
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  return text;
}

void print_recorded(const Session& session, const Item& item, const store::Added& added,
                    const std::vector<Effect>& effects, const std::vector<Idle>& idle,
                    const std::vector<std::string>& retired) {
  switch (added.fate) {
    case store::Fate::kAdded:
      session.out << fmt::format("Recorded as item {}.\n", added.item);
      break;
    case store::Fate::kAmended:
      session.out << fmt::format("Item {} has this id: it is amended.\n", added.item);
      break;
    case store::Fate::kUnchanged:
      session.out << fmt::format("Item {} says this already: nothing is changed.\n", added.item);
      break;
  }
  if (added.retracted)
    session.out << fmt::format(
        "It was withdrawn before, and stays so: `signpost amend {} --restore` makes it stand.\n",
        added.item);
  if (effects.empty() && retired.empty()) {
    session.out << (item.denies.empty() ? "No scenario expects what it shows: nothing moves.\n"
                                        : "Nobody has told what it denies: nothing moves.\n");
  }
  print_effects(session, effects);
  print_retired(session, retired);
  print_idle(session, idle);
}

/// What became of the question whether the item was told already.
struct Told {
  std::optional<ItemId> event_of{};    // it is a report of that item's event
  bool answered = false;               // by a person
  std::vector<assess::Alike> alike{};  // to be warned of, once it is stored
};

/// What --event-of and --event say may be two things.
void refuse_two_events(const Item& item, ItemId other, const Item& its) {
  if (!item.denies.empty()) {
    throw Error(ErrorKind::kUsage, "an item that denies an event is no report of one",
                "leave --event-of out: --denies names the event");
  }
  if (item.event.empty() || its.event.empty() || folded(item.event) == folded(its.event)) return;
  throw Error(ErrorKind::kUsage,
              fmt::format("--event \"{}\" is not the event of item {}, the key of which is \"{}\"",
                          item.event, other, its.event),
              "leave --event out, or make the two events one: record it, and `signpost tie` them");
}

Told told_already(const Session& session, store::Store& store, const Options& options,
                  const Item& item, bool asks) {
  const auto snapshot = store.snapshot();
  const auto report_of = [&](ItemId other) {
    refuse_two_events(item, other, snapshot->item(other)->versions.back().content);
    return other;
  };
  if (!options.event_of.empty()) {
    return {.event_of = report_of(item_named(*snapshot, options.event_of))};
  }
  // What has an id is known again by it, and a denial tells of no event of its own.
  if (!item.id.empty() || !item.denies.empty()) return {};
  std::vector<assess::Alike> alike = assess::told_already(*snapshot, item);
  // What says the same in every field is refused; nobody need be asked.
  if (asks && !options.again && !alike.empty()) store.refuse_repetition(item, session.clock);
  if (!asks || alike.empty()) return {.alike = std::move(alike)};
  Told told{.answered = true};
  if (ask_whether_same(session, alike.front()) == SameEvent::kSame) {
    told.event_of = report_of(alike.front().version.item);
  }
  return told;
}

/// Stores the item and says what it did. The draft's file goes once its text is stored.
int store_item(const Session& session, store::Store& store, const Item& item,
               const store::RecordOptions& how, const Told& told,
               const std::optional<Draft>& draft) {
  std::vector<std::string> touched;
  std::vector<std::string> retired;
  {
    const auto snapshot = store.snapshot();
    assess::Archive archive(*snapshot);
    touched = assess::touched_by(archive, item);
    retired = assess::retired_touched_by(archive, item);
  }
  const service::Before before =
      touched.empty() ? service::Before{} : service::before_change(store, touched);
  const store::Added added = store.record(item, session.clock, how);
  session.tell(fmt::format("item {} stored", added.item));
  warn_of_alike(session, told.alike, added.item);
  if (draft) std::filesystem::remove(draft->file);
  const std::vector<Effect> effects = service::effects_since(before, store, session.clock);
  const std::vector<Idle> idle = service::once_stored(
      [&] { return where_it_counts_nothing(store, session, added.item, touched); });
  if (!session.json) {
    print_recorded(session, item, added, effects, idle, retired);
    answer_changes(session, store);
    return kDone;
  }
  report::JsonWriter json;
  json.begin_object().member("format", "signpost.record/1").member("id", added.item);
  write_effects(json, effects);
  write_idle(json, idle);
  session.out << json.end_object().take();
  answer_changes(session, store);
  return kDone;
}

int run(const Options& options, Session& session) {
  store::Store store = open_store(session, store::Store::Access::kWrite);
  const Definitions definitions = store.snapshot()->definitions(kForever);
  std::map<std::string, std::string> fields = fields_of(options.item);
  const bool asks = session.asks && !options.no_ask && options.text != "-";
  std::optional<Draft> draft;
  if (options.text) fields["text"] = *options.text == "-" ? read_all(session.in) : *options.text;
  if (asks && !options.text) {
    if (session.editor.empty()) {
      fields["text"] = ask(session, "What happened?", "One line; set EDITOR to write more.\n", "",
                           [](const std::string& answer) -> std::optional<std::string> {
                             return answer.empty() ? std::optional<std::string>("a text is needed")
                                                   : std::nullopt;
                           });
    } else {
      draft = write_in_editor(session.editor, kDraft);
      if (draft->text.empty()) {
        std::filesystem::remove(draft->file);
        throw Error(ErrorKind::kNo, "nothing is recorded: the text is empty");
      }
      fields["text"] = draft->text;
    }
  }
  refuse_empty_text(fields);
  try {
    if (asks) ask_for_missing(session, definitions, fields);
    require_fields(fields);
    if (!fields.contains("occurred")) fields["occurred"] = to_date(session.clock.now);
    // What took a while to write was told when it was finished.
    intake::ItemContext context{
        .definitions = definitions, .clock = session.clock.after_waiting(), .feed = options.feed};
    intake::FieldsRead read = intake::read_fields(fields, context, nullptr);
    if (!report_problems(session, read.problems) || !read.item) {
      if (draft) session.err << "Your text is left in " << draft->file.string() << '\n';
      return kBadInput;
    }
    warn_of_date(session, definitions, *read.item);
    *read.item = store.with_stored_keys(std::move(*read.item));
    if (!options.item.keep.empty()) read.item->kept_sha256 = digest_of_kept(options.item.keep);
    const Told told = told_already(session, store, options, *read.item, asks);
    const store::RecordOptions how{.again = options.again || told.answered,
                                   .event_of = told.event_of};
    return store_item(session, store, *read.item, how, told, draft);
  } catch (const Error&) {
    if (draft && std::filesystem::exists(draft->file)) {
      session.err << "Your text is left in " << draft->file.string() << '\n';
    }
    throw;
  }
}

}  // namespace

Command add_record(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "record",
      "Record one item of evidence, and see what it does to each scenario\n"
      "On a terminal it asks for what is missing; without TEXT it opens $VISUAL or $EDITOR.");
  command->add_option("TEXT", options->text, "What happened, in words; - reads it from stdin")
      ->type_name("TEXT");
  add_item_options(*command, options->item);
  options->feed = "signpost";
  command->add_option("--feed", options->feed, "The feed within which its id is unique")
      ->type_name("NAME");
  command
      ->add_option("--event-of", options->event_of,
                   "It tells of the same event as that item: the two are tied, and count once")
      ->type_name("ID");
  command->add_flag("--again", options->again,
                    "Record it although the same was recorded within the last 24 hours");
  command->add_flag("--no-ask", options->no_ask, "Ask nothing, even on a terminal");
  command->footer(
      "Example\n"
      "  signpost record \"A car bomb at the prison gate freed dozens\" \\\n"
      "      --indicator prison-attacks --occurred 2022-01-20 --source sohr --grade B2");
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli

// signpost record: one item of evidence.
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
#include "engine/cli/help.h"
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

/// Any answer will do.
Phrase accepted(const std::string& /*answer*/) { return {}; }

/// What a source is, and those that are registered.
report::Page sources_explained(const Session& session, const std::vector<Source>& sources) {
  report::Page page = paragraphs(session, {"record.source.help"});
  if (!sources.empty()) page.paragraph(session.say("record.registered"));
  for (const Source& source : sources) {
    page.paragraph(report::quoted(source.id) + "  " + session.speech.text(source.title),
                   report::Style::kPlain, 2, 1);
  }
  return page;
}

Phrase wrong_with_occurred(const std::string& answer, Instant now) {
  const auto time = parse_time(answer);
  if (!time) return time.problem().message;
  if (meant_as_occurred(*time, now) <= now) return {};
  return {"record.in-future", {{"time", answer}}};
}

Phrase wrong_with_grade(const std::string& answer) {
  if (answer.empty()) return {};
  const auto grade = parse_grade(answer);
  return grade ? Phrase() : grade.problem().message;
}

/// Whether the item says what it is evidence of, or which event it denies.
bool has_subject(const std::map<std::string, std::string>& fields) {
  return fields.contains("indicators") || fields.contains("bears") || fields.contains("denies");
}

/// Asks for the fields that say what an item is worth and when it was, as far as they are missing.
void ask_for_missing(const Session& session, const Definitions& definitions,
                     std::map<std::string, std::string>& fields) {
  if (!has_subject(fields)) {
    Choice choice = ask_for_indicators(session, definitions);
    fields.merge(
        fields_of({.indicators = std::move(choice.indicators), .bears = std::move(choice.bears)}));
  }
  if (!fields.contains("occurred")) {
    const Instant now = session.clock.now;
    const std::string today = to_date(now);
    fields["occurred"] =
        ask(session, {"record.occurred", {{"today", today}}},
            paragraphs(session, {"record.occurred.help"}), today,
            [&](const std::string& answer) { return wrong_with_occurred(answer, now); });
  }
  if (!fields.contains("source")) {
    const std::string source = ask(session, "record.source",
                                   sources_explained(session, definitions.sources), "", accepted);
    if (!source.empty()) fields["source"] = source;
  }
  if (!fields.contains("grade") && !fields.contains("credibility")) {
    const std::string grade =
        ask(session, "record.grade", grades_explained(session), "", wrong_with_grade);
    if (!grade.empty()) fields["grade"] = grade;
  }
}

void refuse_empty_text(const std::map<std::string, std::string>& fields) {
  const auto text = fields.find("text");
  if (text == fields.end() || !folded(text->second).empty()) return;
  throw Error(ErrorKind::kUsage, "record.empty-text", "record.empty-text.hint");
}

/// Without a terminal nothing can be asked: what is missing is a mistake of the command line.
void require_fields(const std::map<std::string, std::string>& fields) {
  if (!fields.contains("text")) {
    throw Error(ErrorKind::kUsage, "record.needs-text", "record.needs-text.hint");
  }
  if (!has_subject(fields)) {
    throw Error(ErrorKind::kUsage, "record.needs-subject", "record.needs-subject.hint");
  }
  if (fields.contains("count") && !fields.contains("occurred")) {
    throw Error(ErrorKind::kUsage, "record.total-needs-occurred");
  }
}

std::string read_all(std::istream& in) {
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  return text;
}

std::string_view key_of(store::Fate fate) {
  switch (fate) {
    case store::Fate::kAdded:
      return "record.added";
    case store::Fate::kAmended:
      return "record.amended";
    case store::Fate::kUnchanged:
      break;
  }
  return "record.unchanged";
}

void print_recorded(const Session& session, const Item& item, const store::Added& added,
                    const std::vector<Effect>& effects,
                    const std::vector<CountsNothing>& not_counted,
                    const std::vector<std::string>& retired) {
  report::Page page(session.speech.language());
  const std::string number = std::to_string(added.item);
  page.paragraph(session.say(key_of(added.fate), {{"item", number}}));
  if (added.retracted) page.paragraph(session.say("record.stays-withdrawn", {{"item", number}}));
  if (effects.empty() && retired.empty()) {
    page.paragraph(
        session.say(item.denies.empty() ? "record.nothing-expects" : "record.nothing-denied"));
  }
  page.add(effects_page(session, effects));
  page.add(retired_page(session, retired));
  page.add(not_counted_page(session, not_counted));
  session.show(page);
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
    throw Error(ErrorKind::kUsage, "record.denial-of-event", "record.denial-of-event.hint");
  }
  if (item.event.empty() || its.event.empty() || folded(item.event) == folded(its.event)) return;
  throw Error(ErrorKind::kUsage,
              {"record.two-events",
               {{"event", item.event}, {"item", std::to_string(other)}, {"other", its.event}}},
              "record.two-events.hint");
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
  session.tell({"tell.item-stored", {{"item", std::to_string(added.item)}}});
  warn_of_alike(session, told.alike, added.item);
  if (draft) std::filesystem::remove(draft->file);
  const std::vector<Effect> effects = service::effects_since(before, store, session.clock);
  const std::vector<CountsNothing> not_counted = service::once_stored(
      [&] { return where_it_counts_nothing(store, session, added.item, touched); });
  if (!session.json) {
    print_recorded(session, item, added, effects, not_counted, retired);
    answer_changes(session, store);
    return kDone;
  }
  report::JsonWriter json;
  json.begin_object().member("format", "signpost.record/1").member("id", added.item);
  write_effects(json, effects);
  write_not_counted(json, not_counted);
  session.out << json.end_object().take();
  answer_changes(session, store);
  return kDone;
}

/// Where a text is that was written and is not stored.
void tell_where(const Session& session, const std::optional<Draft>& draft) {
  if (!draft || !std::filesystem::exists(draft->file)) return;
  session.err << session.on_err({"record.text-left", {{"file", draft->file.string()}}}) << '\n';
}

std::optional<Draft> written_in_editor(const Session& session) {
  Draft draft = write_in_editor(session.editor, '\n' + session.say("record.draft") + '\n');
  if (!draft.text.empty()) return draft;
  std::filesystem::remove(draft.file);
  throw Error(ErrorKind::kNo, "record.nothing-written");
}

/// What was given is judged before anything is asked: nobody answers questions for nothing. False
/// where something is wrong with it, which has been said then.
bool judge_given(const Session& session, const store::Store& store, const Options& options,
                 const Definitions& definitions, const std::map<std::string, std::string>& fields) {
  refuse_empty_text(fields);
  const intake::ItemContext context = typed_context(definitions, session.clock, options.feed);
  if (!report_problems(session, intake::judge_fields(fields, context))) return false;
  if (!options.event_of.empty()) item_named(*store.snapshot(), options.event_of);
  return true;
}

int run(const Options& options, const Session& session) {
  warn_of_old_names(session, options.item);
  store::Store store = open_store(session, store::Store::Access::kWrite);
  const Definitions definitions = store.snapshot()->definitions(kForever);
  std::map<std::string, std::string> fields = fields_of(options.item);
  const bool asks = session.asks && !options.no_ask && options.text != "-";
  if (options.text && *options.text != "-") fields["text"] = *options.text;
  if (asks && !judge_given(session, store, options, definitions, fields)) return kBadInput;
  const std::string kept = options.item.keep.empty() ? "" : digest_of_kept(options.item.keep);
  std::optional<Draft> draft;
  if (options.text) {
    if (*options.text == "-") fields["text"] = read_all(session.in);
  } else if (asks && session.editor.empty()) {
    fields["text"] = ask(session, "record.text", paragraphs(session, {"record.text.help"}), "",
                         [](const std::string& answer) {
                           return answer.empty() ? Phrase("record.text-needed") : Phrase();
                         });
  } else if (asks) {
    draft = written_in_editor(session);
    fields["text"] = draft->text;
  }
  refuse_empty_text(fields);
  try {
    if (asks) ask_for_missing(session, definitions, fields);
    require_fields(fields);
    if (!fields.contains("occurred")) fields["occurred"] = to_date(session.clock.now);
    // What took a while to write was told when it was finished.
    intake::FieldsRead read = intake::read_fields(
        fields, typed_context(definitions, session.clock.after_waiting(), options.feed), nullptr);
    if (!report_problems(session, read.problems) || !read.item) {
      tell_where(session, draft);
      return kBadInput;
    }
    warn_of_date(session, definitions, *read.item);
    *read.item = store.with_stored_keys(std::move(*read.item));
    read.item->kept_sha256 = kept;
    const Told told = told_already(session, store, options, *read.item, asks);
    const store::RecordOptions how{.again = options.again || told.answered,
                                   .event_of = told.event_of};
    return store_item(session, store, *read.item, how, told, draft);
  } catch (const Error&) {
    tell_where(session, draft);
    throw;
  }
}

}  // namespace

Command add_record(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("record", speech.say("help.record"));
  command.add_option("TEXT", options->text, speech.say("help.record.text")).type_name("TEXT");
  add_item_options(command, options->item, speech);
  options->feed = "signpost";
  command.add_option("--feed", options->feed, speech.say("help.record.feed")).type_name("NAME");
  command.add_option("--event-of", options->event_of, speech.say("help.record.event-of"))
      .type_name("ID");
  command.add_flag("--again", options->again, speech.say("help.record.again"));
  command.add_flag("--no-ask", options->no_ask, speech.say("help.record.no-ask"));
  command.footer(
      example(speech,
              "  signpost record \"A car bomb at the prison gate freed dozens\" \\\n"
              "      --indicator prison-attacks --occurred 2022-01-20 --source sohr --grade B2"));
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli

// signpost help: a page of the manual, or how a command is called; and all of it for man(1).
#include "engine/cli/manual.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>
#include <utility>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "engine/cli/help.h"
#include "engine/cli/program.h"
#include "engine/report/json_writer.h"
#include "engine/service/site.h"

namespace signpost::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEnd = ".md";
constexpr std::string_view kArabicEnd = ".ar.md";

struct Options {
  std::vector<std::string> words;
  std::string man;
};

std::vector<Topic> topics_of(std::span<const Embedded> files) {
  std::vector<Topic> topics;
  for (const Embedded& file : files) {
    if (file.name.ends_with(kArabicEnd)) {
      topics.back().arabic = file.text;
    } else {
      topics.push_back({file.name.substr(0, file.name.size() - kEnd.size()), file.text, file.text});
    }
  }
  return topics;
}

Error no_such_page(Arguments program, const std::vector<std::string>& words) {
  std::string name;
  for (const std::string& word : words) name += (name.empty() ? "" : " ") + word;
  std::vector<std::string> known;
  for (const Topic& topic : topics()) known.emplace_back(topic.name);
  for (std::string& command : names_of_commands(program)) known.push_back(std::move(command));
  const std::optional<std::string> meant = nearest(name, known);
  const Phrase hint =
      meant ? Phrase("manual.no-page.meant", {{"name", *meant}}) : Phrase("manual.no-page.hint");
  return {ErrorKind::kUsage, {"manual.no-page", {{"name", name}}}, hint};
}

/// For everybody to read, unlike what comes out of a store.
void write_for_all(const Session& session, const fs::path& file, const std::string& text) {
  service::door_of(session).write(file, text);
  fs::permissions(file, fs::perms::group_read | fs::perms::others_read, fs::perm_options::add);
}

int write_man(Arguments program, const Options& options, const Session& session) {
  const fs::path folder = options.man;
  std::error_code failed;  // then it cannot be written into either, which says why
  fs::create_directories(folder, failed);
  const std::vector<ManPage> pages = man_pages(program, session.speech);
  for (const ManPage& page : pages) write_for_all(session, folder / page.file, page.text);
  if (session.json) {
    report::JsonWriter json;
    json.begin_object().member("format", "signpost.help/1").key("files").begin_array();
    for (const ManPage& page : pages) json.value((folder / page.file).string());
    session.out << json.end_array().end_object().take();
    return kDone;
  }
  report::Page answer(session.speech.language());
  answer.paragraph(session.say(
      "manual.wrote", {{"n", std::ssize(pages)}, {"folder", report::quoted(folder.string())}}));
  session.show(answer);
  return kDone;
}

std::string contents_json(Language language) {
  report::JsonWriter json;
  json.begin_object().member("format", "signpost.help/1").key("pages").begin_array();
  for (const Topic& topic : topics()) {
    json.begin_object().member("page", topic.name);
    json.member("title", report::title_of(topic.in(language))).end_object();
  }
  return json.end_array().end_object().take();
}

std::string text_json(std::string_view name, std::string_view text) {
  report::JsonWriter json;
  json.begin_object().member("format", "signpost.help/1");
  return json.member("page", name).member("text", text).end_object().take();
}

int run(Arguments program, const Options& options, const Session& session) {
  const Language language = session.speech.language();
  if (!options.man.empty()) return write_man(program, options, session);
  if (options.words.empty()) {
    if (session.json) {
      session.out << contents_json(language);
    } else {
      session.show(manual_contents(session.speech));
    }
    return kDone;
  }
  if (const std::optional<std::string> help = help_of(program, options.words)) {
    session.out << (session.json ? text_json(options.words.back(), *help) : *help);
    return kDone;
  }
  const Topic* topic = options.words.size() == 1 ? topic_named(options.words.front()) : nullptr;
  if (topic == nullptr) throw no_such_page(program, options.words);
  if (session.json) {
    session.out << text_json(topic->name,
                             language == Language::kArabic ? topic->arabic : topic->english);
  } else {
    session.show(report::page_of(topic->in(language), language));
  }
  return kDone;
}

}  // namespace

const std::vector<Topic>& topics() {
  static const std::vector<Topic> kTopics = topics_of(manual_files());
  return kTopics;
}

const Topic* topic_named(std::string_view name) {
  const Topic* by_word = nullptr;
  int found = 0;
  const std::string word = std::string("-").append(name).append("-");
  for (const Topic& topic : topics()) {
    if (topic.name == name) return &topic;
    if (std::string("-").append(topic.name).append("-").find(word) == std::string::npos) continue;
    by_word = &topic;
    ++found;
  }
  return found == 1 ? by_word : nullptr;
}

report::Page manual_contents(const report::Speech& speech) {
  report::Page page(speech.language());
  page.heading(speech.say("manual.title"));
  std::vector<std::string> names;
  for (const Topic& topic : topics()) names.emplace_back(topic.name);
  report::Table& table =
      page.table({{.head = speech.say("manual.page"), .width = report::widest(names), .gap = 2},
                  {.head = speech.say("manual.of"), .gap = 2}});
  for (const Topic& topic : topics()) {
    table.row()
        .cell(0, std::string(topic.name))
        .cell({.column = 1,
               .words = {{report::title_of(topic.in(speech.language()))}},
               .lines = report::kAllLines});
  }
  page.gap();
  page.paragraph(speech.say("manual.how"));
  return page;
}

Command add_help(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("help", speech.say("help.help"));
  command.add_option("PAGE", options->words, speech.say("help.help.page"))
      .type_name("PAGE|COMMAND");
  command.add_option("--man", options->man, speech.say("help.help.man")).type_name("FOLDER");
  command.footer(example(speech, "  signpost help model\n  signpost help record"));
  return {command,
          [program, options](Session& session) { return run(program, *options, session); }};
}

}  // namespace signpost::cli

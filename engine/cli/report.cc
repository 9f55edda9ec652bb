// signpost report: what leaves the desk.
#include "engine/report/report.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <ostream>

#include "engine/assess/archive.h"
#include "engine/assess/dossier.h"
#include "engine/assess/scorecard.h"
#include "engine/assess/timetable.h"
#include "engine/base/file.h"
#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "engine/cli/help.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/cli/reading.h"
#include "engine/report/formats.h"
#include "engine/report/markup.h"
#include "engine/service/site.h"
#include "engine/store/store.h"

namespace signpost::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxTemplateBytes = std::size_t{1} << 20U;
constexpr Days kSinceByDefault{30};

struct Options {
  std::vector<std::string> scenarios;
  std::string publication;
  std::string format;
  std::string digits;
  std::string output;
  std::string since;
  std::string template_file;
  bool print_template = false;
  bool in_public = false;
  bool retired = false;
  MomentOptions moment;
};

std::string format_of(const Options& options, const Session& session) {
  if (session.json) {
    if (options.format.empty() || options.format == "json") return "json";
    throw Error(ErrorKind::kUsage, {"report.json-and-format", {{"format", options.format}}});
  }
  if (options.format.empty()) {
    if (options.output.empty() || options.output.ends_with('/')) return "text";
    const std::string extension = fs::path(options.output).extension().string();
    if (extension == ".html" || extension == ".htm") return "html";
    if (extension == ".md") return "markdown";
    if (extension == ".json") return "json";
    if (extension == ".csv") return "csv";
    if (extension == ".txt") return "text";
    throw Error(ErrorKind::kUsage, {"report.format-untold", {{"output", options.output}}},
                "report.format-untold.hint");
  }
  if (std::find(report::kFormats.begin(), report::kFormats.end(), options.format) !=
      report::kFormats.end()) {
    return options.format;
  }
  const auto close = nearest(
      options.format, std::vector<std::string>(report::kFormats.begin(), report::kFormats.end()));
  throw Error(
      ErrorKind::kUsage, {"report.no-such-format", {{"format", options.format}}},
      close ? Phrase("base.did-you-mean", {{"name", *close}}) : "report.no-such-format.hint");
}

report::Digits digits_of(const std::string& digits, report::Language language) {
  if (!digits.empty() && language != report::Language::kArabic) {
    throw Error(ErrorKind::kUsage, "report.digits-of-arabic");
  }
  if (digits.empty() || digits == "latn") return report::Digits::kLatin;
  if (digits == "arab") return report::Digits::kArabic;
  throw Error(ErrorKind::kUsage, {"report.no-such-digits", {{"digits", digits}}},
              "report.no-such-digits.hint");
}

std::optional<report::Template> template_of(const Options& options, std::string_view format) {
  if (options.template_file.empty()) return std::nullopt;
  if (format != "html" && format != "markdown") {
    throw Error(ErrorKind::kUsage, {"report.no-template", {{"format", format}}},
                "report.no-template.hint");
  }
  return report::Template{options.template_file,
                          read_file(options.template_file, kMaxTemplateBytes)};
}

/// The scenarios asked for: those named, or those of a publication, or all (nothing); of the last
/// two the retired only with --retired.
std::vector<std::string> scenarios_of(const Options& options, const store::Snapshot& snapshot,
                                      Instant known_at) {
  if (options.publication.empty()) {
    return scenarios_to_show(options.scenarios, options.retired, snapshot);
  }
  const std::vector<std::string> active = snapshot.active_scenario_ids(known_at);
  bool has_retired = false;
  const Definitions definitions = snapshot.definitions(known_at);
  std::vector<std::string> ids;
  std::vector<std::string> publications;
  for (const Publication& publication : definitions.publications) {
    publications.push_back(publication.id);
  }
  for (const Scenario& scenario : definitions.scenarios) {
    if (scenario.publication != options.publication) continue;
    if (!options.retired && std::find(active.begin(), active.end(), scenario.id) == active.end()) {
      has_retired = true;
    } else {
      ids.push_back(scenario.id);
    }
  }
  if (!ids.empty()) return ids;
  if (has_retired) {
    throw Error(ErrorKind::kUsage, {"report.all-retired", {{"publication", options.publication}}},
                "report.all-retired.hint");
  }
  if (std::find(publications.begin(), publications.end(), options.publication) !=
      publications.end()) {
    throw Error(ErrorKind::kUsage, {"report.no-scenarios", {{"publication", options.publication}}});
  }
  const auto close = nearest(options.publication, publications);
  throw Error(ErrorKind::kUsage, {"report.no-publication", {{"publication", options.publication}}},
              close ? Phrase("store.did-you-mean", {{"id", *close}}) : Phrase());
}

int run(const Options& options, const Session& session) {
  const std::string format = format_of(options, session);
  if (options.print_template) {
    session.out << report::built_in_template(format);
    return kDone;
  }
  const report::ReportChoices choices{
      .language = session.speech.language(),
      .digits = digits_of(options.digits, session.speech.language()),
      .share_all = !options.in_public};
  const std::optional<report::Template> own = template_of(options, format);
  const Moment moment = moment_of(options.moment, session.clock);
  const Instant since =
      options.since.empty()
          ? moment.as_of - std::chrono::round<std::chrono::seconds>(kSinceByDefault)
          : instant_of("--since", options.since);
  if (since > moment.as_of) {
    throw Error(
        ErrorKind::kUsage,
        {"report.since-later", {{"since", to_string(since)}, {"as_of", to_string(moment.as_of)}}});
  }
  const store::Store store = open_store(session, store::Store::Access::kRead);
  const auto snapshot = store.snapshot();
  const std::vector<std::string> scenarios = scenarios_of(options, *snapshot, moment.known_at);
  assess::Archive archive(*snapshot, assess::Archive::Texts::kAll);
  Dossiers dossiers = assess::dossiers(archive, scenarios, moment, since, session.clock.now);
  dossiers.clock = assess::clock_line(*snapshot, session.clock.now);
  const report::Report report =
      report::compose(dossiers, choices, assess::track_record(archive, moment.known_at));

  if (options.output.empty()) {
    session.out << report::rendered(report, format, own, session.terminal);
    return kDone;
  }
  const Door door = service::door_of(session, options.template_file);
  const fs::path output(options.output);
  if (options.output.ends_with('/') || fs::is_directory(output)) {
    if (format != "html") {
      throw Error(ErrorKind::kUsage, {"report.into-folder", {{"output", output.string()}}},
                  "report.into-folder.hint");
    }
    const std::vector<report::ReportFile> pages = report::html_pages(report, own);
    door.make_folders(output);
    for (const report::ReportFile& page : pages) door.write(output / page.file, page.text);
    session.tell({"report.wrote", {{"n", pages.size()}, {"folder", output.string()}}});
    return kDone;
  }
  door.write(output, report::rendered(report, format, own, report::kFile));
  return kDone;
}

}  // namespace

Command add_report(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("report", speech.say("help.report"));
  const Option scenarios =
      command.add_option("SCENARIO", options->scenarios, speech.say("help.status.scenario"))
          .type_name("SCENARIO");
  command.add_option("--publication", options->publication, speech.say("help.report.publication"))
      .type_name("ID")
      .excludes(scenarios);
  command.add_option("--format", options->format, speech.say("help.report.format"))
      .type_name("FORMAT");
  command.add_option("--digits", options->digits, speech.say("help.report.digits"))
      .type_name("DIGITS");
  command.add_option("--output", options->output, speech.say("help.report.output"))
      .type_name("PATH");
  command.add_option("--since", options->since, speech.say("help.report.since")).type_name("TIME");
  command.add_flag("--public", options->in_public, speech.say("help.report.public"));
  command.add_option("--template", options->template_file, speech.say("help.report.template"))
      .type_name("FILE");
  command.add_flag("--print-template", options->print_template,
                   speech.say("help.report.print-template"));
  add_retired_option(command, options->retired, speech);
  add_moment_options(command, options->moment, speech);
  command.footer(example(speech,
                         "  signpost report --format html --lang ar --output report.html \\\n"
                         "      --since 2022-06-01 --as-of 2022-06-30 --known-at as-of"));
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli

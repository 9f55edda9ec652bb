// signpost report: what leaves the desk.
#include "engine/report/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <ostream>

#include "engine/assess/archive.h"
#include "engine/assess/dossier.h"
#include "engine/assess/timetable.h"
#include "engine/base/file.h"
#include "engine/base/text.h"
#include "engine/cli/command.h"
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
  std::string language;
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
    throw Error(ErrorKind::kUsage,
                fmt::format("--json and --format {} contradict", options.format));
  }
  if (options.format.empty()) {
    if (options.output.empty() || options.output.ends_with('/')) return "text";
    const std::string extension = fs::path(options.output).extension().string();
    if (extension == ".html" || extension == ".htm") return "html";
    if (extension == ".md") return "markdown";
    if (extension == ".json") return "json";
    if (extension == ".csv") return "csv";
    if (extension == ".txt") return "text";
    throw Error(ErrorKind::kUsage,
                fmt::format("--output {}: its name tells no format", options.output),
                "say --format text, html, markdown, json, csv or brief");
  }
  if (std::find(report::kFormats.begin(), report::kFormats.end(), options.format) !=
      report::kFormats.end()) {
    return options.format;
  }
  const auto close = nearest(
      options.format, std::vector<std::string>(report::kFormats.begin(), report::kFormats.end()));
  throw Error(ErrorKind::kUsage, fmt::format("--format: no format \"{}\"", options.format),
              close ? fmt::format("did you mean {}?", *close)
                    : "write text, html, markdown, json, csv or brief");
}

report::Digits digits_of(const std::string& digits, report::Language language) {
  if (!digits.empty() && language != report::Language::kArabic) {
    throw Error(ErrorKind::kUsage, "--digits is for --lang ar");
  }
  if (digits.empty() || digits == "latn") return report::Digits::kLatin;
  if (digits == "arab") return report::Digits::kArabic;
  throw Error(ErrorKind::kUsage, fmt::format("--digits: no digits \"{}\"", digits),
              "write latn (12) or arab (١٢)");
}

std::optional<report::Template> template_of(const Options& options, std::string_view format) {
  if (options.template_file.empty()) return std::nullopt;
  if (format != "html" && format != "markdown") {
    throw Error(ErrorKind::kUsage, fmt::format("--template: {} takes no template", format),
                "templates are for --format html and --format markdown");
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
    throw Error(
        ErrorKind::kUsage,
        fmt::format("the scenarios of publication \"{}\" are all retired", options.publication),
        "--retired reports on them");
  }
  if (std::find(publications.begin(), publications.end(), options.publication) !=
      publications.end()) {
    throw Error(ErrorKind::kUsage,
                fmt::format("publication \"{}\" has no scenarios", options.publication));
  }
  const auto close = nearest(options.publication, publications);
  throw Error(ErrorKind::kUsage,
              fmt::format("no publication \"{}\" in the store", options.publication),
              close ? fmt::format("did you mean \"{}\"?", *close) : std::string());
}

void write_pages(const Door& door, const fs::path& folder, const std::vector<report::Page>& pages) {
  door.make_folders(folder);
  for (const report::Page& page : pages) door.write(folder / page.file, page.text);
}

int run(const Options& options, const Session& session) {
  const std::string format = format_of(options, session);
  if (options.print_template) {
    session.out << report::built_in_template(format);
    return kDone;
  }
  const report::ReportChoices choices{
      .language = language_of(options.language),
      .digits = digits_of(options.digits, language_of(options.language)),
      .share_all = !options.in_public};
  const std::optional<report::Template> own = template_of(options, format);
  const Moment moment = moment_of(options.moment, session.clock);
  const Instant since =
      options.since.empty()
          ? moment.as_of - std::chrono::round<std::chrono::seconds>(kSinceByDefault)
          : instant_of("--since", options.since);
  if (since > moment.as_of) {
    throw Error(ErrorKind::kUsage, fmt::format("--since {} is later than the moment assessed, {}",
                                               to_string(since), to_string(moment.as_of)));
  }
  const store::Store store = open_store(session, store::Store::Access::kRead);
  const auto snapshot = store.snapshot();
  const std::vector<std::string> scenarios = scenarios_of(options, *snapshot, moment.known_at);
  assess::Archive archive(*snapshot, assess::Archive::Texts::kAll);
  Dossiers dossiers = assess::dossiers(archive, scenarios, moment, since, session.clock.now);
  dossiers.clock = assess::clock_line(*snapshot, session.clock.now);
  const report::Report report = report::compose(dossiers, choices);

  if (options.output.empty()) {
    session.out << report::rendered(report, format, own, session.terminal);
    return kDone;
  }
  const Door door = service::door_of(session, options.template_file);
  const fs::path output(options.output);
  if (options.output.ends_with('/') || fs::is_directory(output)) {
    if (format != "html") {
      throw Error(ErrorKind::kUsage, fmt::format("--output {} is a folder", output.string()),
                  "only --format html is split into the files of a folder; name a file");
    }
    const std::vector<report::Page> pages = report::html_pages(report, own);
    write_pages(door, output, pages);
    session.tell(fmt::format("wrote {} files to {}", pages.size(), output.string()));
    return kDone;
  }
  door.write(output, report::rendered(report, format, own, report::kFile));
  return kDone;
}

}  // namespace

Command add_report(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "report",
      "Write a status report to pass on: as HTML, Markdown, text, JSON, CSV or a brief\n"
      "What moved and why, how sure it is, what it hinges on and what to watch, in English or "
      "Arabic. The HTML is one file that needs no network; into a folder it is split, a page a "
      "scenario.");
  command->add_option("SCENARIO", options->scenarios, "Only these; default all")
      ->type_name("SCENARIO");
  auto* publication =
      command->add_option("--publication", options->publication, "The scenarios of one publication")
          ->type_name("ID");
  publication->excludes(command->get_option("SCENARIO"));
  command
      ->add_option("--format", options->format,
                   "text, html, markdown, json, csv or brief (five lines for a messaging app); "
                   "default by the name of the output, else text")
      ->type_name("FORMAT");
  command->add_option("--lang", options->language, "English (en, the default) or Arabic (ar)")
      ->type_name("LANG");
  command
      ->add_option("--digits", options->digits,
                   "Digits of an Arabic report: latn (12, the default) or arab (١٢)")
      ->type_name("DIGITS");
  command
      ->add_option("--output", options->output,
                   "Write to this file, or for HTML into this folder (a name that ends in /)")
      ->type_name("PATH");
  command
      ->add_option("--since", options->since,
                   "Tell what moved since then; default 30 days before the moment assessed")
      ->type_name("TIME");
  command->add_flag("--public", options->in_public,
                    "Do not show items marked share = false; their weight still counts");
  command
      ->add_option("--template", options->template_file,
                   "Your own mustache template, for HTML and Markdown")
      ->type_name("FILE");
  command->add_flag("--print-template", options->print_template,
                    "Print the built-in template of the format, to begin your own with");
  add_retired_option(*command, options->retired);
  add_moment_options(*command, options->moment);
  command->footer(
      "Example\n"
      "  signpost report --format html --lang ar --output report.html \\\n"
      "      --since 2022-06-01 --as-of 2022-06-30 --known-at as-of");
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli

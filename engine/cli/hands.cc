#include "engine/cli/hands.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <ostream>
#include <system_error>
#include <utility>

#include "engine/assess/dossier.h"
#include "engine/base/error.h"
#include "engine/base/file.h"
#include "engine/base/text.h"
#include "engine/base/trust.h"
#include "engine/report/alerts.h"
#include "engine/report/figures.h"
#include "engine/report/formats.h"
#include "engine/report/isolated_text.h"
#include "engine/time/zone.h"

namespace signpost::cli {
namespace {

namespace fs = std::filesystem;

fs::path folder_of(const fs::path& store) {
  const fs::path folder = fs::absolute(store).parent_path();
  std::error_code unknown;
  const fs::path canonical = fs::weakly_canonical(folder, unknown);
  return unknown ? folder : canonical;
}

constexpr std::string_view kScenario = "{scenario}";

/// The name of a slot's report, all but {scenario} filled in: date and time are those that the
/// schedule's own wall shows.
std::string name_of_report(const Schedule& schedule, Instant due) {
  const Parsed<Zone> zone = Zone::named(schedule.timezone);
  if (!zone) throw Error(ErrorKind::kBadInput, zone.problem().message, zone.problem().hint);
  const Instant wall(zone->wall(due).time_since_epoch());
  const auto time = std::chrono::hh_mm_ss(wall - std::chrono::floor<std::chrono::days>(wall));
  std::string name = replaced(schedule.report->output, "{schedule}", schedule.id);
  name = replaced(std::move(name), "{date}", to_date(wall));
  return replaced(std::move(name), "{time}",
                  fmt::format("{:02}-{:02}", time.hours().count(), time.minutes().count()));
}

/// Where a scheduled report goes: beneath the store's folder and nowhere else, whatever the
/// definition says and wherever links lead; and to nothing that is not a report's kind of file, so
/// never to the store or the settings.
fs::path output_of(const fs::path& store, const std::string& name) {
  const fs::path folder = folder_of(store);
  fs::path output = fs::weakly_canonical(folder / name);
  const fs::path inside = output.lexically_relative(folder);
  if (inside.empty() || *inside.begin() == ".." || inside == ".") {
    throw Error(ErrorKind::kBadInput,
                fmt::format("{} is not beneath the store's folder", output.string()));
  }
  if (std::find(kReportFiles.begin(), kReportFiles.end(), output.extension().string()) ==
      kReportFiles.end()) {
    throw Error(ErrorKind::kBadInput, fmt::format("{} is no report's file: its name must end in {}",
                                                  output.string(), fmt::join(kReportFiles, ", ")));
  }
  return output;
}

/// Is it that path, or what becomes of it where {scenario} is filled in?
bool could_be(const fs::path& path, const fs::path& output) {
  const std::string pattern = path.string();
  const std::string name = output.string();
  const std::size_t at = pattern.find(kScenario);
  if (at == std::string::npos) return pattern == name;
  const std::string_view end = std::string_view(pattern).substr(at + kScenario.size());
  return name.size() + kScenario.size() > pattern.size() &&
         name.starts_with(pattern.substr(0, at)) && name.ends_with(end);
}

/// Only a report of an earlier slot may be written over, or the same report: a program may have
/// died before it could say that it was written.
void refuse_to_overwrite(const fs::path& store, const fs::path& output, std::string_view text) {
  std::error_code unknown;
  if (!fs::exists(output, unknown)) return;
  const auto snapshot = store::Store::open(store, store::Store::Access::kRead).snapshot();
  for (const std::string& report : snapshot->scheduled_reports()) {
    if (could_be(folder_of(store) / report, output)) return;
  }
  if (fs::is_regular_file(output, unknown) && fs::file_size(output, unknown) == text.size() &&
      read_file(output, text.size()) == text) {
    return;
  }
  throw Error(ErrorKind::kBadInput,
              fmt::format("{} is there already, and is no scheduled report", output.string()));
}

void write_report(const Session& session, assess::Archive& archive, const Schedule& schedule,
                  std::span<const std::string> scenarios, Instant since,
                  std::optional<Instant> next, Slot& slot) {
  const Instant due = slot.key.due;
  const Door door = door_of(session);
  try {
    const std::string pattern = name_of_report(schedule, due);
    const report::ReportChoices choices{.language = schedule.report->language == "ar"
                                                        ? report::Language::kArabic
                                                        : report::Language::kEnglish,
                                        .digits = report::Digits::kLatin,
                                        .share_all = true};
    // As of the slot, known then, by the clock of the slot: whenever it is written it is the same.
    const auto write_one = [&](std::span<const std::string> of, const std::string& name) {
      fs::path output = output_of(session.store, name);
      Dossiers dossiers = assess::dossiers(archive, of, {due, due, true}, since, due);
      dossiers.clock = ClockLine{.last = due, .next = next, .missed = {}};
      const report::Report report = report::compose(dossiers, choices);
      door.make_folders(output.parent_path());
      const std::string text =
          report::rendered(report, schedule.report->format, std::nullopt, report::kFile);
      refuse_to_overwrite(session.store, output, text);
      door.write(output, text);
      return output;
    };
    if (pattern.find(kScenario) == std::string::npos) {
      slot.report =
          write_one(scenarios, pattern).lexically_relative(folder_of(session.store)).string();
    } else {
      const std::vector<std::string> names = reports_of(pattern, scenarios);
      for (std::size_t i = 0; i < names.size(); ++i) {
        write_one(scenarios.subspan(i, 1), names[i]);
      }
      slot.report = pattern;  // the names of the scenarios are those that it assessed
    }
  } catch (const Error& error) {
    slot.problem = error.message();
  } catch (const fs::filesystem_error& error) {
    slot.problem = error.what();
  }
}

}  // namespace

fs::path settings_file(const Session& session) {
  if (!session.settings.empty()) return session.settings;
  std::error_code unknown;
  const fs::path beside = folder_of(session.store) / "signpost.toml";
  fs::path config = session.config_home / "signpost" / "config.toml";
  const bool has_beside = fs::exists(beside, unknown);
  const bool has_own = !session.config_home.empty() && fs::exists(config, unknown);
  if (has_own && (!has_beside || is_shared_folder(session.store))) return config;
  return has_beside ? beside : fs::path();
}

Door door_of(const Session& session, const fs::path& template_file) {
  std::vector<Door::Kept> kept;
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    kept.push_back(
        {session.store.string() + suffix, *suffix == '\0' ? "the store" : "a part of the store"});
  }
  for (const fs::path& file :
       {settings_file(session), session.store.parent_path() / "signpost.toml"}) {
    if (!file.empty()) kept.push_back({file, "the file of the settings"});
  }
  if (!template_file.empty()) kept.push_back({template_file, "the report's template"});
  return Door(session.store, std::move(kept));
}

intake::Settings settings_of(const Session& session) {
  const fs::path file = settings_file(session);
  if (file.empty()) return {};
  if (const auto reason = distrust(file)) {
    throw Error(ErrorKind::kBadInput,
                fmt::format("the settings in {} are not read, for they name programs to run: {}",
                            file.string(), reason->what),
                reason->mend +
                    "; for a store that several people share, each has settings of "
                    "their own: ~/.config/signpost/config.toml, or $SIGNPOST_SETTINGS");
  }
  intake::SettingsRead read = intake::read_settings(file);
  if (has_errors(read.diagnostics)) {
    for (const Diagnostic& diagnostic : read.diagnostics) session.err << render(diagnostic);
    throw Error(ErrorKind::kBadInput, fmt::format("the settings in {} are wrong", file.string()));
  }
  return std::move(read.settings);
}

assess::Hands hands_of(const Session& session, const intake::Settings& settings) {
  return {.notifiers = settings.notifiers,
          .notice =
              [](const assess::AlertNews& news) {
                return report::notice_json(
                    news.alert, news.evaluation,
                    {news.scenario.title,
                     news.indicator == nullptr ? Bilingual() : news.indicator->title},
                    news.now);
              },
          .report =
              [&session](assess::Archive& archive, const Schedule& schedule,
                         std::span<const std::string> scenarios, Instant since,
                         std::optional<Instant> next, Slot& slot) {
                write_report(session, archive, schedule, scenarios, since, next, slot);
              }};
}

std::vector<std::string> reports_of(const std::string& report,
                                    std::span<const std::string> scenarios) {
  if (report.find(kScenario) == std::string::npos) return {report};
  std::vector<std::string> names;
  for (const std::string& scenario : scenarios) {
    names.push_back(replaced(report, kScenario, scenario));
  }
  return names;
}

std::vector<fs::path> places_of_reports(const Session& session, const Schedule& schedule,
                                        Instant due, std::span<const std::string> scenarios) {
  std::vector<fs::path> places;
  for (const std::string& name : reports_of(name_of_report(schedule, due), scenarios)) {
    places.push_back(output_of(session.store, name));
  }
  return places;
}

report::AlertNames names_of(assess::Archive& archive, const Alert& alert) {
  report::AlertNames names;
  names.scenario = archive.scenario_at(alert.scenario, kForever).title;
  const std::string& indicator = alert.condition.indicator;
  const Indicator* named = indicator.empty() ? nullptr : archive.indicator_at(indicator, kForever);
  if (named != nullptr) names.indicator = named->title;
  return names;
}

std::vector<std::string> alert_news(const Round& round, const store::Store& store,
                                    report::Language language) {
  std::vector<std::string> lines;
  if (round.notices.empty() && round.occasion != Occasion::kModel) return lines;
  const report::Speech speech(language);
  const auto snapshot = store.snapshot();
  assess::Archive archive(*snapshot);
  const std::vector<store::Revision<Alert>> alerts = snapshot->alerts();
  for (const AlertEvaluation& now : round.evaluations) {
    const bool is_news = now.reason == AlertReason::kRaised ||
                         now.reason == AlertReason::kCleared || now.reason == AlertReason::kModel;
    if (!is_news) continue;
    for (const store::Revision<Alert>& alert : alerts) {
      if (alert.content.id != now.alert || alert.revision != now.revision) continue;
      lines.push_back(
          report::news_in_words(speech, alert.content, now, names_of(archive, alert.content)));
    }
  }
  return lines;
}

namespace {

void judge_changes(const Session& session, store::Store& store) {
  if (store.snapshot()->alerts().empty()) return;
  intake::Settings settings;
  try {
    settings = settings_of(session);
  } catch (const Error& error) {
    session.warn(error.message() +
                 ": alerts wait until they are mended and `signpost run` has done what is due");
    return;
  }
  assess::DueWork due(store, session.clock.after_waiting(), hands_of(session, settings));
  if (due.changes_due() == 0) return;
  const std::size_t slots = due.slots_due();
  if (slots > 0) {
    session.warn(
        fmt::format("{} due; alerts wait until `signpost run` has done what is due",
                    report::counted(static_cast<std::int64_t>(slots), "slot is", "slots are")));
    return;
  }
  const report::Terminal& terminal = session.json ? session.err_terminal : session.terminal;
  std::ostream& out = session.json ? session.err : session.out;
  while (const std::optional<Round> round = due.next()) {
    for (const std::string& line : alert_news(*round, store, report::Language::kEnglish)) {
      out << report::IsolatedText(terminal).paragraph(line, 0, report::Style::kBold);
    }
  }
}

}  // namespace

void answer_changes(const Session& session, store::Store& store) {
  try {
    judge_changes(session, store);
  } catch (const Error& error) {
    throw Error(ErrorKind::kStore,
                "what was told is stored, but alerts are not judged: " + error.message(),
                "the next change, or `signpost run`, judges them" +
                    (error.hint().empty() ? "" : "; of the judging: " + error.hint()));
  }
}

}  // namespace signpost::cli

#include "engine/service/slot_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <system_error>

#include "engine/assess/dossier.h"
#include "engine/assess/scorecard.h"
#include "engine/base/error.h"
#include "engine/base/file.h"
#include "engine/base/text.h"
#include "engine/report/formats.h"
#include "engine/store/store.h"
#include "engine/time/zone.h"

namespace signpost::service {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kScenario = "{scenario}";

/// The name of a slot's report, all but {scenario} filled in: date and time are those that the
/// schedule's own wall shows.
std::string name_of_report(const Schedule& schedule, Instant due) {
  const Parsed<Zone> zone = Zone::named(schedule.timezone);
  if (!zone) throw Error(ErrorKind::kInvalid, zone.problem().message, zone.problem().hint);
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
    throw Error(ErrorKind::kInvalid, {"service.report-elsewhere", {{"file", output.string()}}});
  }
  if (std::find(kReportFiles.begin(), kReportFiles.end(), output.extension().string()) ==
      kReportFiles.end()) {
    const std::vector<std::string> endings(kReportFiles.begin(), kReportFiles.end());
    throw Error(ErrorKind::kInvalid,
                {"service.no-report-file",
                 {{"file", output.string()}, {"endings", Phrase::series(endings)}}});
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
  throw Error(ErrorKind::kInvalid, {"service.report-exists", {{"file", output.string()}}});
}

}  // namespace

void write_slot_report(const Site& site, assess::Archive& archive, const Schedule& schedule,
                       std::span<const std::string> scenarios, Instant since,
                       std::optional<Instant> next, Slot& slot) {
  const Instant due = slot.key.due;
  const Door door = door_of(site);
  try {
    const std::string pattern = name_of_report(schedule, due);
    const report::ReportChoices choices{.language = schedule.report->language == "ar"
                                                        ? report::Language::kArabic
                                                        : report::Language::kEnglish,
                                        .digits = report::Digits::kLatin,
                                        .share_all = true};
    const std::optional<score::TrackRecord> record = assess::track_record(archive, due);
    // As of the slot, known then, by the clock of the slot: whenever it is written it is the same.
    const auto write_one = [&](std::span<const std::string> of, const std::string& name) {
      fs::path output = output_of(site.store, name);
      Dossiers dossiers = assess::dossiers(archive, of, {due, due, true}, since, due);
      dossiers.clock = ClockLine{.last = due, .next = next, .missed = {}};
      const report::Report report = report::compose(dossiers, choices, record);
      door.make_folders(output.parent_path());
      const std::string text =
          report::rendered(report, schedule.report->format, std::nullopt, report::kFile);
      refuse_to_overwrite(site.store, output, text);
      door.write(output, text);
      return output;
    };
    if (pattern.find(kScenario) == std::string::npos) {
      slot.report =
          write_one(scenarios, pattern).lexically_relative(folder_of(site.store)).string();
    } else {
      const std::vector<std::string> names = reports_of(pattern, scenarios);
      for (std::size_t i = 0; i < names.size(); ++i) {
        write_one(scenarios.subspan(i, 1), names[i]);
      }
      slot.report = pattern;  // the names of the scenarios are those that it assessed
    }
  } catch (const Error& error) {
    slot.problem = error.what();
  } catch (const fs::filesystem_error& error) {
    slot.problem = error.what();
  }
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

std::vector<fs::path> places_of_reports(const Site& site, const Schedule& schedule, Instant due,
                                        std::span<const std::string> scenarios) {
  std::vector<fs::path> places;
  for (const std::string& name : reports_of(name_of_report(schedule, due), scenarios)) {
    places.push_back(output_of(site.store, name));
  }
  return places;
}

}  // namespace signpost::service

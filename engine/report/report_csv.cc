#include "engine/report/report_csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "engine/base/text.h"
#include "engine/base/wording.h"

namespace signpost::report {
namespace {

// What a spreadsheet may skip before a formula, and what a formula begins with: the full-width
// signs count where the keyboard is East Asian.
constexpr std::array<std::string_view, 6> kBlanks = {" ",      "\t",     "\u00A0",
                                                     "\u200B", "\u3000", "\uFEFF"};
constexpr std::array<std::string_view, 10> kFormula = {"=",  "+",  "-",  "@",  "\t",
                                                       "\r", "＝", "＋", "－", "＠"};

bool runs(std::string_view text) {
  const auto begins = [&](std::string_view sign) { return text.starts_with(sign); };
  for (;;) {
    if (std::any_of(kFormula.begin(), kFormula.end(), begins)) return true;
    const auto* blank = std::find_if(kBlanks.begin(), kBlanks.end(), begins);
    if (blank == kBlanks.end()) return false;
    text.remove_prefix(blank->size());
  }
}

std::string cell(std::string_view text) {
  const std::string plain = without_isolates(text);
  std::string quoted = runs(plain) ? "\"'" : "\"";
  for (const char c : printable(plain)) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string cell(const Figure& figure) { return fmt::format("{:.17g}", figure.value); }

}  // namespace

std::string report_csv(const Report& report) {
  std::string csv =
      "\uFEFFid,role,title,state,probability,word,low,high,change_points,confidence,origins,prior,"
      "horizon,evidence_count,fragility,moved,probability_at_horizon,came_true,retired";
  csv += report.rehearsal.empty() ? "\r\n" : ",rehearsal\r\n";
  for (const ScenarioReport& told : report.scenarios) {
    csv += fmt::format("{},{},{},{},{},{},{},{},", cell(told.id), cell(told.role), cell(told.title),
                       to_string(told.state_key), cell(told.probability), cell(told.word),
                       cell(told.low), cell(told.high));
    csv += fmt::format(
        "{},{},{},{},{},{},{},{},", told.movement ? cell(told.movement->points) : std::string(),
        to_string(told.confidence_key), told.grounds.origins, cell(told.prior),
        told.horizon_at ? to_date(*told.horizon_at) : std::string(), told.evidence_count,
        cell(told.fragility), cell(told.movement ? told.movement->paragraph : std::string()));
    csv += fmt::format("{},{},{}{}\r\n",
                       told.probability_at_horizon
                           ? cell(Figure{told.probability_at_horizon->value(), {}})
                           : std::string(),
                       told.came_true ? to_date(told.came_true->occurred) : std::string(),
                       told.retired_at ? to_date(*told.retired_at) : std::string(),
                       report.rehearsal.empty() ? "" : ",yes");
  }
  return csv;
}

}  // namespace signpost::report

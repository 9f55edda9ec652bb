#include "engine/intake/forecasts_reader.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/numbers.h"
#include "engine/base/text.h"
#include "engine/intake/csv_table.h"
#include "engine/intake/line_reader.h"
#include "engine/time/instant.h"

namespace signpost::intake {
namespace {

enum Column : std::uint8_t { kScenario, kBy, kAt, kProbability, kBecause, kOutcome, kColumns };
constexpr std::array<std::string_view, kColumns> kNames{"scenario",    "by",      "at",
                                                        "probability", "because", "outcome"};

/// The place of each column in a row; nothing where it is not there.
using Header = std::array<std::optional<std::size_t>, kColumns>;
using TakeRow = std::function<void(const std::vector<Cell>&, const Header&, std::uint32_t line,
                                   const Complain&)>;

std::string lower(std::string_view text) {
  std::string small(text);
  for (char& letter : small) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return small;
}

/// Nothing where a column is missing, unknown or there twice: no row can be trusted then.
std::optional<Header> header_of(const std::vector<Cell>& cells, std::span<const Column> needed,
                                const Complain& complain) {
  Header header;
  bool good = true;
  for (std::size_t at = 0; at < cells.size(); ++at) {
    const std::string name = lower(trimmed(cells[at].text));
    if (name.empty()) continue;
    const auto found = std::find(kNames.begin(), kNames.end(), name);
    if (found == kNames.end()) {
      complain(
          cells[at].place, {"intake.csv.unknown-column", {{"column", name}}},
          {"intake.unknown-column.hint", {{"columns", "scenario, by, at, probability, because"}}});
      good = false;
      continue;
    }
    std::optional<std::size_t>& place = header.at(static_cast<std::size_t>(found - kNames.begin()));
    if (place) {
      complain(cells[at].place, {"intake.csv.column-twice", {{"column", name}}}, {});
      good = false;
    }
    place = at;
  }
  for (const Column column : needed) {
    if (header.at(column) || !good) continue;
    complain(cells.front().place, {"intake.forecast.no-column", {{"column", kNames.at(column)}}},
             "intake.forecast.no-column.hint");
    good = false;
  }
  return good ? std::optional(header) : std::nullopt;
}

const Cell* cell_of(const std::vector<Cell>& cells, const Header& header, Column column) {
  const std::optional<std::size_t>& at = header.at(column);
  return at && *at < cells.size() && !trimmed(cells[*at].text).empty() ? &cells[*at] : nullptr;
}

/// Its scenario and its time; nothing where it has not both.
std::optional<Forecast> placed_of(const std::vector<Cell>& cells, const Header& header,
                                  const Complain& complain, bool as_end = false) {
  const Cell* scenario = cell_of(cells, header, kScenario);
  if (scenario == nullptr) {
    complain(cells.front().place, {"intake.outcome.needs", {{"key", kNames.at(kScenario)}}}, {});
    return std::nullopt;
  }
  const Cell* at = cell_of(cells, header, kAt);
  const Parsed<WrittenTime> written = parse_time(at == nullptr ? "" : trimmed(at->text));
  if (!written) {
    complain(at == nullptr ? cells.front().place : at->place,
             {"intake.outcome.time", {{"key", "at"}, {"says", written.problem().message}}},
             written.problem().hint);
    return std::nullopt;
  }
  Forecast placed;
  placed.scenario = std::string(trimmed(scenario->text));
  placed.at = as_end ? meant_as_end(*written) : meant_as_start(*written);
  return placed;
}

std::optional<Forecast> forecast_of(const std::vector<Cell>& cells, const Header& header,
                                    const Complain& complain) {
  std::optional<Forecast> forecast = placed_of(cells, header, complain);
  if (!forecast) return std::nullopt;
  const Cell* by = cell_of(cells, header, kBy);
  if (by == nullptr) {
    complain(cells.front().place, {"intake.outcome.needs", {{"key", kNames.at(kBy)}}}, {});
    return std::nullopt;
  }
  forecast->by = std::string(trimmed(by->text));
  if (const Cell* probability = cell_of(cells, header, kProbability)) {
    const std::optional<double> share = parse_share(trimmed(probability->text), true);
    if (!share) {
      complain(probability->place, "intake.outcome.no-probability",
               "intake.forecast.no-probability.hint");
      return std::nullopt;
    }
    forecast->probability = Probability(*share);
  }
  if (const Cell* because = cell_of(cells, header, kBecause)) {
    forecast->because = Bilingual(std::string(trimmed(because->text)));
  }
  return forecast;
}

/// Streams the rows of a table of such columns. A table without rows is none: Error{kInvalid}.
void read_rows(const std::filesystem::path& file, std::span<const Column> needed,
               const TakeRow& take, const Reject& reject_one) {
  LineReader lines(file);
  const std::string name = file.string();
  bool has_any = false;
  const Reject reject = [&](Diagnostic&& mistake) {
    has_any = true;
    reject_one(std::move(mistake));
  };
  Header header;
  std::size_t columns = 0;
  CsvTable table;
  table.is_column = [](std::string_view column) {
    return std::find(kNames.begin(), kNames.end(), lower(column)) != kNames.end();
  };
  table.header = [&](const std::vector<Cell>& cells, const Complain& complain) {
    const std::optional<Header> found = header_of(cells, needed, complain);
    if (found) header = *found;
    columns = cells.size();
    return found.has_value();
  };
  table.row = [&](const std::vector<Cell>& cells, std::uint32_t line, const RowMistakes&,
                  const Complain& complain) {
    has_any = true;
    if (cells.size() == columns) {
      take(cells, header, line, complain);
      return;
    }
    const bool few = cells.size() < columns;
    complain(few ? cells.front().place : cells[columns].place,
             {few ? "intake.csv.too-few-cells" : "intake.csv.too-many-cells",
              {{"cells", std::to_string(cells.size())}, {"columns", std::to_string(columns)}}},
             few ? "intake.csv.too-few-cells.hint" : "intake.csv.too-many-cells.hint");
  };
  LineReader::Outcome first = lines.next();
  while (first == LineReader::Outcome::kLine && trimmed(lines.line()).empty()) first = lines.next();
  if (first == LineReader::Outcome::kTooLong) {
    reject(mistake(name, {lines.number()},
                   {"intake.row.line-too-long", {{"size", kMaxLineBytes >> 20U}}},
                   "intake.row.line-too-long.hint", {}));
  } else if (first == LineReader::Outcome::kLine) {
    read_table(lines, name, table, reject);
  }
  if (has_any) return;
  std::vector<std::string> names;
  for (const Column column : needed) names.emplace_back(kNames.at(column));
  throw Error(ErrorKind::kInvalid, {"intake.table-without-rows", {{"file", name}}},
              {"intake.table-without-rows.hint", {{"columns", listed(names)}}});
}

}  // namespace

void read_forecasts(const std::filesystem::path& file,
                    const std::function<void(Forecast&&, std::uint32_t line)>& accept,
                    const Reject& reject) {
  constexpr std::array kNeeded{kScenario, kBy, kAt, kProbability};
  read_rows(
      file, kNeeded,
      [&](const std::vector<Cell>& cells, const Header& header, std::uint32_t line,
          const Complain& complain) {
        if (auto forecast = forecast_of(cells, header, complain)) {
          accept(std::move(*forecast), line);
        }
      },
      reject);
}

std::map<std::string, Instant> read_spots(const std::filesystem::path& file, const Reject& reject) {
  constexpr std::array kNeeded{kScenario, kAt};
  std::map<std::string, Instant> spots;
  read_rows(
      file, kNeeded,
      [&](const std::vector<Cell>& cells, const Header& header, std::uint32_t,
          const Complain& complain) {
        if (const auto spot = placed_of(cells, header, complain, /*as_end=*/true)) {
          spots[spot->scenario] = spot->at;
        }
      },
      reject);
  return spots;
}

std::vector<std::pair<Probability, bool>> read_pairs(const std::filesystem::path& file,
                                                     const Reject& reject) {
  constexpr std::array kNeeded{kProbability, kOutcome};
  std::vector<std::pair<Probability, bool>> pairs;
  read_rows(
      file, kNeeded,
      [&](const std::vector<Cell>& cells, const Header& header, std::uint32_t,
          const Complain& complain) {
        const Cell* probability = cell_of(cells, header, kProbability);
        const Cell* outcome = cell_of(cells, header, kOutcome);
        const auto share =
            probability == nullptr ? std::nullopt : parse_share(trimmed(probability->text), true);
        if (!share) {
          complain((probability == nullptr ? cells.front() : *probability).place,
                   "intake.outcome.no-probability", "intake.forecast.no-probability.hint");
          return;
        }
        const std::string word = outcome == nullptr ? "" : lower(trimmed(outcome->text));
        const bool yes = word == "1" || word == "yes" || word == "true";
        if (!yes && word != "0" && word != "no" && word != "false") {
          complain((outcome == nullptr ? cells.front() : *outcome).place,
                   {"intake.pairs.no-outcome", {{"word", word}}}, {});
          return;
        }
        pairs.emplace_back(Probability(*share), yes);
      },
      reject);
  return pairs;
}

}  // namespace signpost::intake

#include "engine/intake/items_reader.h"

#include <algorithm>
#include <array>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/base/numbers.h"
#include "engine/base/text.h"
#include "engine/intake/csv_reader.h"
#include "engine/intake/csv_table.h"
#include "engine/intake/export_line.h"
#include "engine/intake/item_rules.h"
#include "engine/intake/json_row.h"
#include "engine/intake/line_reader.h"
#include "engine/intake/row.h"
#include "engine/intake/row_mistakes.h"

namespace signpost::intake {
namespace {

using Accept = std::function<void(Item&&, std::uint32_t)>;
using TakeOutcome = std::function<void(OutcomeLine&&, std::uint32_t)>;

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t") == std::string_view::npos;
}

// ---------------------------------------------------------------------------------- JSON Lines

LeftOut read_json_lines(LineReader& lines, const std::string& file, const ItemRules& rules,
                        Instant now, const Accept& accept, const Reject& reject,
                        const TakeOutcome& outcome) {
  LeftOut left_out;
  Row row;
  RowMistakes mistakes(reject);
  const Complain complain = [&](Stretch place, Phrase message, Phrase hint) {
    mistakes.add(mistake(file, place, std::move(message), std::move(hint), lines.line()));
  };
  while (true) {
    mistakes.give_out();
    const LineReader::Outcome next = lines.next();
    if (next == LineReader::Outcome::kEnd) return left_out;
    if (next == LineReader::Outcome::kTooLong) {
      reject(mistake(file, {lines.number()},
                     {"intake.row.line-too-long", {{"size", kMaxLineBytes >> 20U}}},
                     "intake.row.line-too-long.hint", {}));
      return left_out;
    }
    if (is_blank(lines.line())) continue;
    if (const auto trouble = bad_byte_of(lines)) {
      complain(trouble->place, trouble->message, trouble->hint);
      continue;
    }
    if (is_outcome_line(lines.line())) {
      auto told = read_outcome_line(lines.line(), lines.number(), now, complain);
      if (told && outcome) outcome(std::move(*told), lines.number());
      continue;
    }
    const std::optional<ExportLine> exported = read_export_line(lines.line());
    if (exported && exported->kind != ExportLine::Kind::kItem) {
      left_out.rehearsal |= exported->rehearsal;
      if (exported->kind == ExportLine::Kind::kRedacted) ++left_out.redacted;
      if (exported->kind == ExportLine::Kind::kCoverage) ++left_out.coverage;
      if (exported->kind == ExportLine::Kind::kAssessment) ++left_out.assessments;
      continue;
    }
    const std::string_view written = exported ? std::string_view(exported->row) : lines.line();
    const JsonOutcome read = read_json_row(written, lines.number(), row, complain);
    if (read == JsonOutcome::kBroken) continue;
    auto item = rules.judge(row, complain);
    if (!item || !mistakes.empty()) continue;
    if (exported) {
      item->feed = exported->feed;
      item->kept_sha256 = exported->kept_sha256;
      if (item->id.empty()) item->id = exported->id;
    }
    accept(std::move(*item), lines.number());
  }
}

// ----------------------------------------------------------------------------------------- CSV

/// The column by which an export says that it comes out of a rehearsal.
constexpr std::string_view kRehearsal = "rehearsal";

/// The header of a CSV file: which column holds which field.
struct Header {
  std::vector<std::optional<Field>> columns;  // nothing: a column without a name, or kRehearsal
  std::optional<std::size_t> rehearsal;       // where that stands
  bool good = true;
};

Header read_header(const std::vector<Cell>& cells, const Complain& complain) {
  Header header;
  std::array<bool, kFieldCount> seen{};
  const auto wrong = [&](Stretch place, Phrase message, Phrase hint) {
    header.good = false;
    complain(place, std::move(message), std::move(hint));
  };
  const bool names_any = std::any_of(cells.begin(), cells.end(), [](const Cell& cell) {
    return field_named(trimmed(cell.text), true).has_value();
  });
  if (!names_any) {
    const bool is_data = std::any_of(cells.begin(), cells.end(), [](const Cell& cell) {
      const std::string_view text = trimmed(cell.text);
      return parse_time(text) || parse_number(text);
    });
    wrong(cells.front().place, is_data ? "intake.csv.data-in-header" : "intake.csv.no-header",
          is_data ? "intake.csv.data-in-header.hint" : "intake.csv.no-header.hint");
    return header;
  }
  for (const Cell& cell : cells) {
    const std::string_view name = trimmed(cell.text);
    header.columns.push_back(field_named(name, true));
    if (name == kRehearsal) header.rehearsal = header.columns.size() - 1;
    if (name.empty() || name == kRehearsal) continue;
    if (!header.columns.back()) {
      wrong(cell.place, {"intake.csv.unknown-column", {{"column", name}}},
            did_you_mean(
                name, field_names(),
                {"intake.unknown-column.hint", {{"columns", listed(field_names(), kFieldCount)}}}));
      continue;
    }
    bool& already = seen.at(static_cast<std::size_t>(*header.columns.back()));
    if (already) wrong(cell.place, {"intake.csv.column-twice", {{"column", name}}}, {});
    already = true;
  }
  const auto has = [&](Field field) { return seen.at(static_cast<std::size_t>(field)); };
  const Stretch place = cells.front().place;
  if (header.good && !has(Field::kOccurred)) {
    wrong(place, "intake.csv.no-occurred", "intake.csv.no-occurred.hint");
  }
  if (header.good && !has(Field::kIndicators) && !has(Field::kBears) && !has(Field::kDenies)) {
    wrong(place, "intake.csv.no-subject", "intake.csv.no-subject.hint");
  }
  return header;
}

bool is_digits(std::string_view text) {
  return !text.empty() && text.size() <= 9 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Where commas separate, a number with a decimal comma falls into two cells: "0" and "7".
std::optional<Stretch> split_number(const std::vector<Cell>& cells, char separator) {
  if (separator != ',') return std::nullopt;
  for (std::size_t i = 0; i + 1 < cells.size(); ++i) {
    const std::string_view whole = trimmed(cells[i].text);
    if (whole.size() <= 2 && is_digits(whole) && is_digits(trimmed(cells[i + 1].text))) {
      return cells[i].place;
    }
  }
  return std::nullopt;
}

/// How many cells a row must have: up to the last column that has a name.
std::size_t least_cells(const Header& header) {
  const auto last = std::find_if(header.columns.rbegin(), header.columns.rend(),
                                 [](const auto& column) { return column.has_value(); });
  return static_cast<std::size_t>(header.columns.rend() - last);
}

/// Puts the cells where they belong. False where there are more or fewer of them than columns: then
/// none may stand where it should.
bool fill_row(const std::vector<Cell>& cells, const Header& header, char separator, Row& row,
              const Complain& complain) {
  row.clear();
  row.place = cells.front().place;
  if (cells.size() < least_cells(header)) {
    complain(row.place,
             {"intake.csv.too-few-cells",
              {{"cells", std::to_string(cells.size())},
               {"columns", std::to_string(header.columns.size())}}},
             "intake.csv.too-few-cells.hint");
    return false;
  }
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const bool named = i < header.columns.size() && header.columns[i];
    if (is_blank(cells[i].text) || header.rehearsal == i) continue;
    if (named) {
      Written& value = row[*header.columns[i]];
      value.kind = Written::Kind::kCell;
      value.in_table = true;
      value.text = cells[i].text;
      value.place = cells[i].place;
    } else if (i >= header.columns.size()) {
      const std::optional<Stretch> split = split_number(cells, separator);
      complain(split.value_or(cells[i].place),
               {"intake.csv.too-many-cells",
                {{"cells", std::to_string(cells.size())},
                 {"columns", std::to_string(header.columns.size())}}},
               split ? "intake.csv.split-number.hint" : "intake.csv.too-many-cells.hint");
      return false;
    } else {
      complain(cells[i].place, "intake.csv.nameless-column", "intake.csv.nameless-column.hint");
      row.incomplete = true;
    }
  }
  return true;
}

LeftOut read_csv(LineReader& lines, const std::string& file, const ItemRules& rules,
                 const Accept& accept, const Reject& reject) {
  LeftOut left_out;
  Header header;
  Row row;
  CsvTable table;
  table.is_column = [](std::string_view name) { return field_named(name, true).has_value(); };
  // With a wrong header no row is read: what stands in the wrong column would be lost, and a column
  // that is missing would be missed in every row.
  table.header = [&](const std::vector<Cell>& cells, const Complain& complain) {
    header = read_header(cells, complain);
    left_out.rehearsal = header.rehearsal.has_value();
    return header.good;
  };
  table.row = [&](const std::vector<Cell>& cells, std::uint32_t line, const RowMistakes& mistakes,
                  const Complain& complain) {
    if (!fill_row(cells, header, table.separator, row, complain)) return;
    auto item = rules.judge(row, complain);
    if (item && mistakes.empty()) accept(std::move(*item), line);
  };
  read_table(lines, file, table, reject);
  return left_out;
}

}  // namespace

LeftOut read_items(const std::filesystem::path& file, const ItemContext& context,
                   const Accept& accept, const Reject& reject, const TakeOutcome& outcome) {
  const ItemRules rules(context);
  LineReader lines(file);
  const std::string name = file.string();
  LineReader::Outcome next = lines.next();
  while (next == LineReader::Outcome::kLine && is_blank(lines.line())) next = lines.next();
  if (next == LineReader::Outcome::kEnd) return {};
  if (next == LineReader::Outcome::kTooLong) {
    reject(mistake(name, {lines.number()},
                   {"intake.row.line-too-long", {{"size", kMaxLineBytes >> 20U}}},
                   "intake.row.no-items.hint", {}));
    return {};
  }
  const std::string_view first = trimmed(lines.line());
  if (first.starts_with('[')) {
    reject(mistake(name, {lines.number(), 0, 1}, "intake.json.list", "intake.json.list.hint",
                   lines.line()));
    return {};
  }
  if (first.starts_with('{')) {
    lines.again();
    return read_json_lines(lines, name, rules, context.clock.now, accept, reject, outcome);
  }
  return read_csv(lines, name, rules, accept, reject);
}

namespace {

FieldsRead read_row(const std::map<std::string, std::string>& fields, const ItemContext& context,
                    const Item* base, bool incomplete) {
  FieldsRead read;
  const Complain complain = [&](Stretch, Phrase message, Phrase hint) {
    read.problems.push_back(mistake({}, {}, std::move(message), std::move(hint), {}));
  };
  Row row;
  row.incomplete = incomplete;
  for (const auto& [name, text] : fields) {
    const std::optional<Field> field = field_named(name, false);
    if (!field) {
      complain({}, {"intake.row.unknown-field", {{"field", name}}},
               did_you_mean(name, field_names()));
      continue;
    }
    if (const auto bad = first_bad_utf8(text)) {
      complain({}, {"intake.row.not-utf-8", {{"key", name}}}, {});
      continue;
    }
    Written& value = row[*field];
    value.kind = Written::Kind::kCell;
    value.text = text;
  }
  const ItemRules rules(context);
  auto item = rules.judge(row, complain, base);
  if (read.problems.empty()) read.item = std::move(item);
  return read;
}

}  // namespace

FieldsRead read_fields(const std::map<std::string, std::string>& fields, const ItemContext& context,
                       const Item* base) {
  return read_row(fields, context, base, /*incomplete=*/false);
}

std::vector<Diagnostic> judge_fields(const std::map<std::string, std::string>& fields,
                                     const ItemContext& context) {
  return read_row(fields, context, nullptr, /*incomplete=*/true).problems;
}

}  // namespace signpost::intake

#include "engine/intake/csv_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/base/text.h"

namespace signpost::intake {
namespace {

/// A row whose cells are all within bounds may still run on from line to line.
constexpr std::size_t kMaxRowBytes = 4 * kMaxLineBytes;

constexpr const char* kQuoteHint = "intake.csv.quote.hint";

}  // namespace

std::optional<Trouble> bad_byte_of(const LineReader& lines) {
  const std::optional<std::size_t> bad = lines.first_bad_byte();
  if (!bad) return std::nullopt;
  const std::string_view line = lines.line();
  const Stretch place = {lines.number(), static_cast<std::uint32_t>(*bad), 1};
  if (line[*bad] == '\0') {
    return Trouble{place, "intake.row.nul-byte", "intake.row.nul-byte.hint"};
  }
  constexpr const char* kHint = "intake.row.save-as-utf-8.hint";
  if (lines.is_utf16()) return Trouble{place, "intake.row.not-utf-16", kHint};
  return Trouble{place,
                 {"intake.not-utf-8",
                  {{"byte", fmt::format("0x{:02X}", static_cast<unsigned char>(line[*bad]))}}},
                 kHint};
}

CsvReader::Outcome CsvReader::fail(Outcome outcome, Stretch place, Phrase message, Phrase hint) {
  trouble_ = {place, std::move(message), std::move(hint)};
  return outcome;
}

Stretch CsvReader::here(std::size_t first_byte, std::size_t bytes) const {
  return {lines_.number(), static_cast<std::uint32_t>(first_byte),
          static_cast<std::uint32_t>(bytes)};
}

CsvReader::Outcome CsvReader::next_line() {
  line_ = {};  // the next call takes its text away
  switch (lines_.next()) {
    case LineReader::Outcome::kEnd:
      return Outcome::kEnd;
    case LineReader::Outcome::kTooLong:
      return fail(Outcome::kBroken, {lines_.number()},
                  {"intake.row.line-too-long", {{"size", kMaxLineBytes >> 20U}}});
    case LineReader::Outcome::kLine:
      break;
  }
  line_ = lines_.line();
  at_ = 0;
  if (!not_text_) not_text_ = bad_byte_of(lines_);
  return Outcome::kRow;
}

std::string_view CsvReader::line_text(std::uint32_t number) const {
  if (number < first_line_) return {};
  const std::size_t index = number - first_line_;
  if (index < row_lines_.size()) return row_lines_[index];
  return index == row_lines_.size() ? line_ : std::string_view();
}

CsvReader::Outcome CsvReader::read_quoted(Span& span) {
  const std::size_t opening = at_;
  const Stretch opened = here(opening, 1);
  ++at_;
  while (true) {
    const std::size_t quote = std::min(line_.find('"', at_), line_.size());
    buffer_.append(line_.substr(at_, quote - at_));
    at_ = quote;
    if (buffer_.size() - span.begin > kMaxLineBytes) {
      return fail(Outcome::kBroken, opened,
                  {"intake.csv.cell-too-long", {{"size", kMaxLineBytes >> 20U}}},
                  "intake.csv.cell-too-long.hint");
    }
    if (buffer_.size() > kMaxRowBytes) {
      return fail(Outcome::kBroken, {first_line_},
                  {"intake.csv.row-too-long", {{"size", kMaxRowBytes >> 20U}}});
    }
    if (at_ == line_.size()) {
      row_lines_.emplace_back(line_);
      const Outcome outcome = next_line();
      if (outcome == Outcome::kEnd) {
        return fail(Outcome::kBroken, opened, "intake.csv.open-quote", kQuoteHint);
      }
      if (outcome != Outcome::kRow) return outcome;
      buffer_ += '\n';
      continue;
    }
    if (line_.substr(at_, 2) == "\"\"") {
      buffer_ += '"';
      at_ += 2;
      continue;
    }
    ++at_;
    break;
  }
  span.end = buffer_.size();
  span.place = opened;
  const std::size_t end = opened.line == lines_.number() ? at_ : line_text(opened.line).size();
  span.place.bytes = static_cast<std::uint32_t>(end - opening);
  while (at_ < line_.size() && line_[at_] == ' ' && separator_ != ' ') ++at_;
  if (at_ < line_.size() && line_[at_] != separator_) {
    return fail(Outcome::kBadRow, here(at_, 1), "intake.csv.after-quote", kQuoteHint);
  }
  return Outcome::kRow;
}

CsvReader::Outcome CsvReader::read_cells() {
  while (true) {
    Span span;
    span.begin = buffer_.size();
    if (at_ < line_.size() && line_[at_] == '"') {
      const Outcome outcome = read_quoted(span);
      if (outcome != Outcome::kRow) return outcome;
    } else {
      const std::size_t end = std::min(line_.find(separator_, at_), line_.size());
      span.place = here(at_, end - at_);
      buffer_.append(line_.substr(at_, end - at_));
      span.end = buffer_.size();
      at_ = end;
    }
    if (spans_.size() <= kMaxCells) spans_.push_back(span);
    if (at_ >= line_.size()) return Outcome::kRow;
    ++at_;  // the separator
  }
}

CsvReader::Outcome CsvReader::next() {
  buffer_.clear();
  spans_.clear();
  cells_.clear();
  row_lines_.clear();
  not_text_.reset();
  const Outcome started = next_line();
  first_line_ = lines_.number();
  if (started != Outcome::kRow) return started;
  const Outcome outcome = read_cells();
  if (outcome == Outcome::kBroken) return outcome;
  if (not_text_) {
    trouble_ = *not_text_;
    return Outcome::kBadRow;
  }
  if (outcome != Outcome::kRow) return outcome;
  if (spans_.size() > kMaxCells) {
    return fail(Outcome::kBadRow, spans_.back().place,
                {"intake.csv.cells-beyond-limit", {{"limit", std::to_string(kMaxCells)}}});
  }
  const std::string_view text = buffer_;
  for (const Span& span : spans_) {
    cells_.push_back({text.substr(span.begin, span.end - span.begin), span.place});
  }
  return Outcome::kRow;
}

char told_separator(std::string_view header,
                    const std::function<bool(std::string_view)>& is_known) {
  char best = ',';
  std::pair<std::size_t, std::size_t> best_score = {0, 0};
  for (const char separator : {',', ';', '\t'}) {
    std::size_t known = 0;
    std::size_t parts = 0;
    for (std::size_t begin = 0; begin <= header.size();) {
      const std::size_t end = std::min(header.find(separator, begin), header.size());
      std::string_view name = trimmed(header.substr(begin, end - begin));
      if (name.size() >= 2 && name.front() == '"' && name.back() == '"') {
        name = trimmed(name.substr(1, name.size() - 2));
      }
      if (is_known(name)) ++known;
      ++parts;
      begin = end + 1;
    }
    if (std::pair(known, parts) > best_score) {
      best = separator;
      best_score = {known, parts};
    }
  }
  return best;
}

}  // namespace signpost::intake

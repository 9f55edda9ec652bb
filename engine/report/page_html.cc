#include "engine/report/page_html.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/report/chart.h"
#include "engine/report/escape.h"

namespace signpost::report {
namespace {

std::string_view class_of(Style style) {
  switch (style) {
    case Style::kPlain:
      return {};
    case Style::kBold:
      return "strong";
    case Style::kDim:
      return "note";
    case Style::kGood:
      return "good";
    case Style::kBad:
      return "warning";
    case Style::kAccent:
      return "accent";
  }
  return {};
}

std::string graph_html(const Graph& graph) {
  if (graph.kind == Graph::Kind::kCourse) return trend_svg(graph.values);
  if (graph.values.empty() || !graph.values.front()) return {};
  return share_svg(*graph.values.front());
}

std::string words_html(const Words& words) {
  std::string html;
  for (const Span& span : words) {
    const std::string content = span.graph ? graph_html(*span.graph) : html_content(span.words);
    const std::string_view style = class_of(span.style);
    if (content.empty()) continue;
    html += style.empty() ? content : fmt::format(R"(<span class="{}">{}</span>)", style, content);
  }
  return html;
}

/// Rows of cells next to each other; what stands in one column below another is joined to it.
class TableSetter {
 public:
  TableSetter(const Table& table, std::string_view direction)
      : table_(table), direction_(direction) {}

  std::string html() {
    std::string body;
    for (const Row& row : table_.rows()) {
      if (row.is_heads()) {
        head_ += row_html(row, "thead");
      } else {
        body += row_html(row, "tbody");
      }
    }
    std::string html = fmt::format(R"(<table class="stacks" dir="{}">)", direction_);
    if (!head_.empty()) html += fmt::format("<thead>{}</thead>", head_);
    return html + fmt::format("<tbody>{}</tbody></table>", body);
  }

 private:
  std::string row_html(const Row& row, std::string_view part) {
    const std::vector<Column>& columns = table_.columns();
    std::string html = "<tr>";
    for (std::size_t at = 0; at < columns.size();) {
      if (columns[at].none) {
        ++at;
        continue;
      }
      std::string words;
      std::size_t span = 1;
      std::optional<std::string> head;
      bool end = columns[at].end;
      for (const Cell& cell : row.cells()) {
        if (cell.column != at) continue;
        if (!words.empty()) words += "<br>";
        words += words_html(cell.words);
        span = std::max(span, cell.span == kToTheEnd ? columns.size() - at : cell.span);
        if (cell.head) head = cell.head;
        if (cell.end) end = *cell.end;
      }
      span = std::min(span, columns.size() - at);
      html +=
          cell_html(words, {.column = at, .span = shown(at, span), .end = end, .head = head}, part);
      at += span;
    }
    return html + "</tr>";
  }

  struct Placed {
    std::size_t column;
    std::size_t span;
    bool end;
    const std::optional<std::string>& head;
  };
  std::string cell_html(const std::string& words, const Placed& placed, std::string_view part) {
    const bool is_head = part == "thead";
    const bool names_row = !is_head && placed.column == 0;
    std::string html = is_head || names_row ? "<th" : "<td";
    if (is_head) html += R"( scope="col")";
    if (names_row) html += R"( scope="row")";
    if (placed.span > 1) html += fmt::format(R"( colspan="{}")", placed.span);
    if (placed.end && placed.span == 1) html += R"( class="number")";
    if (!is_head && !names_row && !words.empty()) {
      html += fmt::format(R"( data-label="{}")",
                          html_plain(placed.head.value_or(table_.columns()[placed.column].head)));
    }
    return html + '>' + words + (is_head || names_row ? "</th>" : "</td>");
  }

  /// How many of these columns there are in a browser.
  [[nodiscard]] std::size_t shown(std::size_t at, std::size_t span) const {
    const auto from = table_.columns().begin() + static_cast<std::ptrdiff_t>(at);
    return static_cast<std::size_t>(
        std::count_if(from, from + static_cast<std::ptrdiff_t>(span),
                      [](const Column& column) { return !column.none; }));
  }

  const Table& table_;
  std::string_view direction_;
  std::string head_;
};

class PageSetter {
 public:
  PageSetter(const Page& page, int level)
      : page_(page),
        level_(level),
        direction_(page.language() == Language::kArabic ? "rtl" : "ltr") {}

  std::string html() {
    for (const Page::Block& block : page_.blocks()) {
      std::visit([this](const auto& one) { set(one); }, block);
    }
    return std::move(html_);
  }

 private:
  void set(const Heading& heading) {
    Words words = heading.words;
    for (Span& span : words) {
      if (span.style == Style::kBold) span.style = Style::kPlain;  // the browser's own
    }
    html_ += fmt::format("<h{0}>{1}</h{0}>\n", is_first_ ? level_ : level_ + 1, words_html(words));
    is_first_ = false;
  }
  void set(const Paragraph& paragraph) {
    const std::string_view style = class_of(paragraph.style);
    html_ += fmt::format("<p{}>{}</p>\n",
                         style.empty() ? std::string() : fmt::format(R"( class="{}")", style),
                         html_content(paragraph.words));
  }
  void set(const Typed& typed) {
    html_ += fmt::format("<pre dir=\"ltr\">{}</pre>\n", html_content(typed.lines));
  }
  void set(const Gap&) {}
  void set(const Table& table) { html_ += TableSetter(table, direction_).html() + '\n'; }

  const Page& page_;
  int level_;
  std::string_view direction_;
  std::string html_;
  bool is_first_ = true;
};

}  // namespace

std::string page_html(const Page& page, int level) { return PageSetter(page, level).html(); }

}  // namespace signpost::report

#include "engine/report/report_text.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

#include "engine/report/count.h"
#include "engine/report/remarks.h"

namespace signpost::report {
namespace {

constexpr std::size_t kFirstEvents = 12;  // listed of an account
constexpr std::size_t kFirstItems = 3;    // numbered, of an entry
constexpr std::size_t kFirstWatched = 5;
constexpr std::size_t kIndent = 2;

// The columns of an account: the indent, the entry, and its figures.
enum : std::size_t { kLabel = 1, kToday, kWithout };

class TextOfReport {
 public:
  explicit TextOfReport(const Report& report)
      : report_(report), speech_(report.language, report.digits), page_(report.language) {}

  Page page() {
    head();
    list(speech_.say("label.fared"), report_.fared);
    glance();
    list(speech_.say("text.moved", {{"since", report_.since}}), report_.moved);
    list(speech_.say("text.due"), report_.due, Style::kBad);
    for (const ScenarioReport& scenario : report_.scenarios) show(scenario);
    list(speech_.say("text.foot"), report_.foot, Style::kDim);
    return std::move(page_);
  }

 private:
  // --- lines ------------------------------------------------------------------------------------

  void heading(std::string words) {
    page_.gap();
    page_.paragraph(std::move(words), Style::kBold);
  }

  void prose(std::string words, std::size_t indent, Style style = Style::kPlain) {
    page_.paragraph(std::move(words), style, indent);
  }

  /// A figure, and words beside it.
  void beside(std::string figure, std::string words, Style style = Style::kPlain) {
    page_.table({{.width = 9, .end = true}, {.gap = 2}})
        .row()
        .cell(0, std::move(figure), style)
        .cell({.column = 1, .words = {{std::move(words)}}, .lines = kAllLines});
  }

  void list(std::string title, const std::vector<std::string>& texts, Style style = Style::kPlain) {
    if (texts.empty()) return;
    heading(std::move(title));
    for (const std::string& text : texts) prose(text, kIndent, style);
  }

  /// Under a scenario: a heading of its own.
  void part(std::string_view key) { prose(speech_.say(key), kIndent, Style::kAccent); }

  std::string labelled(std::string_view label, const std::string& text) const {
    return speech_.say("text.labelled", {{"label", std::string(label)}, {"text", text}});
  }

  std::string points(const MovementText& movement) const {
    return movement.points.text + ' ' + speech_.say("unit.points", {{"n", movement.whole_points}});
  }

  [[nodiscard]] std::string numbers(const std::vector<ItemId>& items) const {
    const std::span<const ItemId> first(items.data(), std::min(kFirstItems, items.size()));
    return item_numbers_in_words(first, speech_) + (items.size() > kFirstItems ? " …" : "");
  }

  // --- the whole --------------------------------------------------------------------------------

  void head() {
    prose(report_.title, 0, Style::kBold);
    // One alone stands in the title.
    for (const std::string& publication : report_.publications) {
      if (report_.publications.size() > 1) prose(publication, 0, Style::kDim);
    }
    prose(report_.reading, 0, report_.hindsight ? Style::kAccent : Style::kPlain);
    prose(report_.withheld, 0, Style::kDim);
  }

  void glance() {
    if (report_.scenarios.empty()) return;
    heading(speech_.say("text.glance"));
    for (const ScenarioReport& scenario : report_.scenarios) {
      prose(title(scenario), kIndent);
      beside(scenario.probability.text,
             dotted({scenario.word, scenario.interval,
                     scenario.movement ? points(*scenario.movement) : std::string(),
                     scenario.at_horizon, scenario.state, scenario.fragility}),
             Style::kBold);
    }
  }

  std::string title(const ScenarioReport& scenario) const {
    return labelled(scenario.role, scenario.title);
  }

  void show(const ScenarioReport& scenario) {
    heading(title(scenario));
    prose(scenario.forecast, kIndent);
    prose(scenario.translation, kIndent);
    prose(dotted({scenario.publication, scenario.wording}), kIndent, Style::kDim);
    beside(scenario.probability.text,
           dotted({scenario.word, speech_.say("text.interval", {{"interval", scenario.interval}}),
                   scenario.at_horizon, scenario.state}),
           Style::kBold);
    prose(as_sentence(scenario.happened), kIndent, Style::kBold);
    if (scenario.count) {
      for (const std::string& said : scenario.count->said) prose(said, kIndent);
    }
    for (const std::string& remark : scenario.remarks) prose(remark, kIndent, Style::kAccent);
    prose(scenario.cannot_tell, kIndent, Style::kBad);
    prose(scenario.confidence, kIndent);
    prose(dotted({scenario.evidence, scenario.chart.summary}), kIndent, Style::kDim);
    if (scenario.chart.believed) prose(scenario.chart.believed->label, kIndent, Style::kDim);
    linchpins(scenario);
    if (scenario.movement) moved(*scenario.movement);
    account(scenario);
    if (scenario.count) beside(scenario.count->beside);
    not_counted(scenario.not_counted);
    indicators(scenario.indicators);
    watch(scenario.watch);
    assumptions(scenario.assumptions);
    criteria(scenario);
    covers(scenario.covers);
    for (const std::string& advice : scenario.advice) {
      prose(speech_.say("text.advice", {{"advice", advice}}), kIndent);
    }
  }

  // --- a scenario -------------------------------------------------------------------------------

  void linchpins(const ScenarioReport& scenario) {
    if (!scenario.events && !scenario.sources) return;
    part("text.linchpins");
    if (scenario.events) prose(scenario.events->sentence, 2 * kIndent);
    if (scenario.sources) prose(scenario.sources->sentence, 2 * kIndent);
  }

  void moved(const MovementText& movement) {
    prose(speech_.say("text.moved", {{"since", movement.since}}), kIndent, Style::kAccent);
    prose(movement.paragraph, 2 * kIndent);
    for (const MovementRow& row : movement.rows) {
      beside(row.points.text, dotted({row.label, numbers(row.items),
                                      row.change.text + ' ' + speech_.say("unit.decibans")}));
    }
  }

  void account(const ScenarioReport& scenario) {
    part("label.ledger");
    prose(dotted({speech_.say(scenario.count ? "text.opened-count" : "text.opened",
                              {{"day", scenario.opened},
                               {"prior", scenario.prior.text},
                               {"base_rate", scenario.base_rate.text}}),
                  scenario.prior_because}),
          2 * kIndent, Style::kDim);
    const std::string today = speech_.say("text.today");
    const std::string without = speech_.say("text.without");
    Table& table = page_.table({{.width = 2 * kIndent},
                                {},
                                {.head = today, .width = widest({today}, 10), .end = true},
                                {.head = without, .width = widest({without}, 12), .end = true}});
    table.heads().cell(kToday, today, Style::kDim).cell(kWithout, without, Style::kDim);
    const auto entry = [&](std::string label, std::string weight, std::string probability,
                           Style style = Style::kPlain) {
      table.row()
          .cell(kLabel, std::move(label), style)
          .cell(kToday, std::move(weight), style)
          .cell(kWithout, std::move(probability), Style::kDim);
    };
    std::size_t events = 0;
    std::int64_t weaker = 0;
    std::int64_t left_out = 0;  // hundredths
    for (const LedgerRow& row : scenario.ledger) {
      if (row.kind == LedgerRow::Kind::kEvent && ++events > kFirstEvents) {
        ++weaker;
        left_out += hundredths(LogOdds::from_decibans(row.today.value));
        continue;
      }
      if (row.kind != LedgerRow::Kind::kEvent && weaker > 0) {
        entry(speech_.say("text.weaker", {{"count", std::exchange(weaker, 0)}}),
              speech_.decibans(left_out), {});
      }
      const bool balance =
          row.kind == LedgerRow::Kind::kOpening || row.kind == LedgerRow::Kind::kClosing;
      entry(dotted({row.label, row.when, row.note}), row.today.text,
            row.without ? row.without->text : std::string(),
            balance ? Style::kBold : Style::kPlain);
    }
  }

  void beside(const std::vector<BesideText>& siblings) {
    for (const BesideText& one : siblings) {
      part("label.beside");
      prose(dotted({one.title, one.settled}), 2 * kIndent, Style::kDim);
      add_beside_table(page_, one, 2 * kIndent, speech_);
    }
  }

  void not_counted(const std::vector<NotCountedRow>& rows) {
    if (rows.empty()) return;
    part("text.not-counted");
    for (const NotCountedRow& row : rows) {
      prose(dotted({row.label, numbers(row.items), row.reason}), 2 * kIndent);
    }
  }

  void indicators(const std::vector<IndicatorRow>& rows) {
    if (rows.empty()) return;
    part("label.indicators");
    for (const IndicatorRow& row : rows) {
      prose(dotted({row.title, row.counter ? speech_.say("text.counter") : std::string()}),
            2 * kIndent);
      prose(dotted({speech_.say("text.coverage", {{"level", row.watched}}),
                    speech_.say("text.last-seen", {{"day", row.last_seen}}), row.seen,
                    row.if_true.empty()  // what is counted has no rates
                        ? std::string()
                        : speech_.say("text.rates",
                                      {{"if_true", row.if_true}, {"if_false", row.if_false}}),
                    row.ratio}),
            3 * kIndent, row.uncovered || row.stale ? Style::kBad : Style::kDim);
      prose(row.misfit, 3 * kIndent, Style::kBad);
    }
  }

  void watch(const std::vector<WatchRow>& rows) {
    if (rows.empty()) return;
    part("label.watch");
    for (const WatchRow& row : std::span(rows).first(std::min(kFirstWatched, rows.size()))) {
      prose(row.title, 2 * kIndent);
      prose(dotted({speech_.say("text.tells",
                                {{"if_seen", row.if_seen.text}, {"if_silent", row.if_silent.text}}),
                    speech_.say("text.bits",
                                {{"bits", row.bits.text}, {"covered", row.bits_if_covered.text}}),
                    row.note}),
            3 * kIndent, row.uncovered || row.stale ? Style::kBad : Style::kDim);
    }
  }

  void assumptions(const std::vector<AssumptionText>& all) {
    if (all.empty()) return;
    part("label.assumptions");
    for (const AssumptionText& assumption : all) {
      prose(assumption.text, 2 * kIndent);
      prose(assumption.doubt, 3 * kIndent, Style::kBad);
    }
  }

  void covers(const std::vector<std::string>& all) {
    if (all.empty()) return;
    part("label.covers");
    for (const std::string& declared : all) prose(declared, 2 * kIndent);
  }

  void criteria(const ScenarioReport& scenario) {
    part("label.criteria");
    const auto criterion = [&](std::string_view label, const std::string& text) {
      if (!text.empty()) prose(labelled(speech_.say(label), text), 2 * kIndent);
    };
    criterion("label.horizon", scenario.horizon);
    criterion("label.resolves-yes", scenario.resolves_yes);
    criterion("label.resolves-no", scenario.resolves_no);
    criterion("label.resolves-open", scenario.resolves_open);
    prose(dotted({scenario.id,
                  labelled(speech_.say("label.revision"), speech_.number(scenario.revision))}),
          2 * kIndent, Style::kDim);
  }

  const Report& report_;
  Speech speech_;
  Page page_;
};

}  // namespace

Page report_page(const Report& report) { return TextOfReport(report).page(); }

}  // namespace signpost::report

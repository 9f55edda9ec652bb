#include "engine/report/report_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

#include "engine/base/text.h"
#include "engine/report/isolated_text.h"
#include "engine/report/line.h"
#include "engine/report/remarks.h"

namespace signpost::report {
namespace {

constexpr std::size_t kFirstEvents = 12;  // listed of an account
constexpr std::size_t kFirstItems = 3;    // numbered, of an entry
constexpr std::size_t kFirstWatched = 5;
constexpr std::size_t kIndent = 2;
constexpr std::size_t kFigures = 9;   // where the column of a probability or a change ends
constexpr std::size_t kBeside = 11;   // and where the words beside it begin
constexpr std::size_t kWithout = 12;  // the width of the account's last column
constexpr std::size_t kToday = 10;    // and of the one before it

class Page {
 public:
  Page(const Report& report, const Terminal& terminal)
      : report_(report),
        terminal_(terminal),
        ready_(terminal),
        speech_(report.language, report.digits) {}

  std::string text() {
    head();
    glance();
    list(speech_.say("text.moved", {{"since", report_.since}}), report_.moved);
    list(speech_.say("text.due"), report_.due, Style::kBad);
    for (const ScenarioReport& scenario : report_.scenarios) show(scenario);
    list(speech_.say("text.foot"), report_.foot, Style::kDim);
    return std::move(text_);
  }

 private:
  // --- lines ------------------------------------------------------------------------------------

  void heading(std::string_view words) {
    text_ += '\n';
    prose(words, 0, Style::kBold);
  }

  void prose(std::string_view words, std::size_t indent, Style style = Style::kPlain) {
    if (words.empty()) return;
    text_ += ready_.paragraph(words, indent, style);
  }

  /// A figure, and words beside it.
  void beside(std::string_view figure, std::string_view words, Style style = Style::kPlain) {
    const std::string right = ready_.clean(figure);
    for (std::string_view said = right;
         const std::string& line : ready_.broken(words, terminal_.width - kBeside)) {
      text_ += Line(terminal_)
                   .right(std::exchange(said, {}), kFigures, style)
                   .to(kBeside)
                   .say(line)
                   .take();
    }
  }

  void list(std::string_view title, const std::vector<std::string>& texts,
            Style style = Style::kPlain) {
    if (texts.empty()) return;
    heading(title);
    for (const std::string& text : texts) prose(text, kIndent, style);
  }

  /// Under a scenario: a heading of its own.
  void part(std::string_view key) { prose(speech_.say(key), kIndent, Style::kAccent); }

  std::string labelled(std::string_view label, const std::string& text) const {
    return speech_.say("text.labelled", {{"label", std::string(label)}, {"text", text}});
  }

  std::string parts(const std::vector<std::string>& all) const { return joined(all, " · "); }

  std::string points(const MovementText& movement) const {
    return movement.points.text + ' ' +
           speech_.say("unit.points", {{"n", std::llround(std::fabs(movement.points.value))}});
  }

  static std::string numbers(const std::vector<ItemId>& items) {
    const std::span<const ItemId> first(items.data(), std::min(kFirstItems, items.size()));
    return item_numbers(first) + (items.size() > kFirstItems ? " …" : "");
  }

  // --- the whole --------------------------------------------------------------------------------

  void head() {
    prose(report_.title, 0, Style::kBold);
    for (const std::string& publication : report_.publications) prose(publication, 0, Style::kDim);
    prose(report_.reading, 0, report_.hindsight ? Style::kAccent : Style::kPlain);
    prose(report_.withheld, 0, Style::kDim);
  }

  void glance() {
    if (report_.scenarios.empty()) return;
    heading(speech_.say("text.glance"));
    for (const ScenarioReport& scenario : report_.scenarios) {
      prose(title(scenario), kIndent);
      beside(scenario.probability.text,
             parts({scenario.word, scenario.interval,
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
    prose(parts({scenario.publication, scenario.wording}), kIndent, Style::kDim);
    beside(scenario.probability.text,
           parts({scenario.word, speech_.say("text.interval", {{"interval", scenario.interval}}),
                  scenario.at_horizon, scenario.state}),
           Style::kBold);
    prose(as_sentence(scenario.happened), kIndent, Style::kBold);
    for (const std::string& remark : scenario.remarks) prose(remark, kIndent, Style::kAccent);
    prose(scenario.cannot_tell, kIndent, Style::kBad);
    prose(scenario.confidence, kIndent);
    prose(parts({scenario.evidence, scenario.chart.summary}), kIndent, Style::kDim);
    if (scenario.chart.believed) prose(scenario.chart.believed->label, kIndent, Style::kDim);
    linchpins(scenario);
    if (scenario.movement) moved(*scenario.movement);
    account(scenario);
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
      beside(row.points.text, parts({row.label, numbers(row.items),
                                     row.change.text + ' ' + speech_.say("unit.decibans")}));
    }
  }

  void account(const ScenarioReport& scenario) {
    part("label.ledger");
    prose(parts({speech_.say("text.opened", {{"day", scenario.opened},
                                             {"prior", scenario.prior.text},
                                             {"base_rate", scenario.base_rate.text}}),
                 scenario.prior_because}),
          2 * kIndent, Style::kDim);
    text_ +=
        Line(terminal_)
            .right(ready_.clean(speech_.say("text.today")), terminal_.width - kWithout, Style::kDim)
            .right(ready_.clean(speech_.say("text.without")), terminal_.width, Style::kDim)
            .take();
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
              speech_.decibans(left_out), {}, Style::kPlain);
      }
      const bool balance =
          row.kind == LedgerRow::Kind::kOpening || row.kind == LedgerRow::Kind::kClosing;
      entry(parts({row.label, row.when, row.note}), row.today.text,
            row.without ? row.without->text : std::string(),
            balance ? Style::kBold : Style::kPlain);
    }
  }

  void entry(std::string_view label, std::string_view today, std::string_view without,
             Style style) {
    const std::size_t end = terminal_.width - kWithout;
    text_ += Line(terminal_)
                 .to(2 * kIndent)
                 .say(ready_.fitted(label, end - kToday - 2 * kIndent), style)
                 .right(ready_.clean(today), end, style)
                 .right(ready_.clean(without), terminal_.width, Style::kDim)
                 .take();
  }

  void not_counted(const std::vector<NotCountedRow>& rows) {
    if (rows.empty()) return;
    part("text.not-counted");
    for (const NotCountedRow& row : rows) {
      prose(parts({row.label, numbers(row.items), row.reason}), 2 * kIndent);
    }
  }

  void indicators(const std::vector<IndicatorRow>& rows) {
    if (rows.empty()) return;
    part("label.indicators");
    for (const IndicatorRow& row : rows) {
      prose(parts({row.title, row.counter ? speech_.say("text.counter") : std::string()}),
            2 * kIndent);
      prose(
          parts({speech_.say("text.coverage", {{"level", row.watched}}),
                 speech_.say("text.last-seen", {{"day", row.last_seen}}), row.seen,
                 speech_.say("text.rates", {{"if_true", row.if_true}, {"if_false", row.if_false}}),
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
      prose(parts({speech_.say("text.tells",
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
    prose(parts({scenario.id,
                 labelled(speech_.say("label.revision"), speech_.number(scenario.revision))}),
          2 * kIndent, Style::kDim);
  }

  const Report& report_;
  const Terminal& terminal_;
  const IsolatedText ready_;
  Speech speech_;
  std::string text_;
};

}  // namespace

std::string report_text(const Report& report, const Terminal& terminal) {
  return Page(report, terminal).text();
}

}  // namespace signpost::report

#include "engine/cli/prompt.h"

#include <algorithm>
#include <charconv>
#include <istream>
#include <map>
#include <ostream>
#include <set>

#include "engine/base/error.h"
#include "engine/base/numbers.h"
#include "engine/base/text.h"
#include "engine/model/evidence.h"

namespace signpost::cli {
namespace {

constexpr const char* kBlank = " \t\r\n";
constexpr std::size_t kNumberEnds = 6;
constexpr std::size_t kGap = 2;
constexpr std::size_t kLongList = 100;

using report::Page;
using report::Style;
using report::Table;

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

void complain(const Session& session, const Phrase& complaint) {
  session.err << "  " << session.on_err(complaint) << '\n';
}

/// `?` is "؟" on an Arabic keyboard.
bool asks_for_help(const std::string& answer) { return answer == "?" || answer == "؟"; }

/// The indicators in the order of the list: as the scenarios expect them, then the rest.
std::vector<const Indicator*> numbered(const Definitions& definitions) {
  std::map<std::string_view, const Indicator*> by_id;
  for (const Indicator& indicator : definitions.indicators) by_id[indicator.id] = &indicator;
  std::vector<const Indicator*> order;
  std::set<const Indicator*> seen;
  for (const Scenario& scenario : definitions.scenarios) {
    for (const Expectation& expectation : scenario.expects) {
      const auto found = by_id.find(expectation.indicator);
      if (found != by_id.end() && seen.insert(found->second).second) order.push_back(found->second);
    }
  }
  for (const Indicator& indicator : definitions.indicators) {
    if (seen.insert(&indicator).second) order.push_back(&indicator);
  }
  return order;
}

class IndicatorList {
 public:
  IndicatorList(const Session& session, const Definitions& definitions)
      : session_(session), definitions_(definitions), order_(numbered(definitions)) {
    std::vector<std::string> titles;
    std::vector<std::string> ids;
    for (const Indicator* indicator : order_) {
      titles.push_back(session.speech.text(indicator->title));
      ids.push_back(indicator->id);
    }
    const std::size_t room = session.err_terminal.width - kNumberEnds - kGap;
    titles_ =
        std::min(report::widest(titles, 1), room - std::min(room / 2, report::widest(ids) + kGap));
  }

  void show_all() const {
    Page page(session_.speech.language());
    const auto heading = [&](std::string words) {
      page.paragraph(std::move(words), Style::kBold, kGap, 1);
    };
    std::set<std::string_view> expected;
    for (const Scenario& scenario : definitions_.scenarios) {
      heading(session_.speech.text(scenario.title));
      Table& lines = table(page);
      for (const Expectation& expectation : scenario.expects) {
        expected.insert(expectation.indicator);
        add(lines, expectation.indicator);
      }
    }
    if (expected.size() < order_.size()) heading(session_.say("prompt.expected-by-none"));
    Table& lines = table(page);
    for (const Indicator* indicator : order_) {
      if (!expected.contains(indicator->id)) add(lines, indicator->id);
    }
    session_.show_beside(page);
  }

  /// Those whose id or title holds the words; false if none does.
  [[nodiscard]] bool show_matching(const std::string& words) const {
    const std::string wanted = folded(words);
    Page page(session_.speech.language());
    Table& lines = table(page);
    for (const Indicator* indicator : order_) {
      if (indicator->id.find(words) != std::string::npos ||
          folded(indicator->title.en).find(wanted) != std::string::npos ||
          folded(indicator->title.ar).find(wanted) != std::string::npos) {
        add(lines, indicator->id);
      }
    }
    session_.show_beside(page);
    return !lines.rows().empty();
  }

  /// The indicator that a number or an id means.
  [[nodiscard]] const Indicator* meant(const std::string& answer) const {
    std::size_t number = 0;
    const std::string digits = western_digits(answer);
    const char* end = digits.data() + digits.size();
    const auto [rest, error] = std::from_chars(digits.data(), end, number);
    if (error == std::errc{} && rest == end) {
      return number >= 1 && number <= order_.size() ? order_[number - 1] : nullptr;
    }
    for (const Indicator* indicator : order_) {
      if (indicator->id == answer) return indicator;
    }
    return nullptr;
  }

  [[nodiscard]] std::size_t size() const { return order_.size(); }

 private:
  [[nodiscard]] Table& table(Page& page) const {
    return page.table(
        {{.width = kNumberEnds, .end = true}, {.width = titles_, .gap = kGap}, {.gap = kGap}});
  }

  void add(Table& lines, std::string_view id) const {
    for (std::size_t i = 0; i < order_.size(); ++i) {
      if (order_[i]->id != id) continue;
      lines.row()
          .cell(0, std::to_string(i + 1))
          .cell(1, session_.speech.text(order_[i]->title))
          .cell(2, report::quoted(id), Style::kDim);
    }
  }

  const Session& session_;
  const Definitions& definitions_;
  std::vector<const Indicator*> order_;
  std::size_t titles_;  // the width of their column
};

/// That there is no such thing, and which of these may be meant.
Phrase no_such(Phrase says, const std::string& written, const std::vector<std::string>& known) {
  const auto meant = nearest(written, known);
  if (!meant) return says;
  return {"prompt.meant", {{"says", std::move(says)}, {"name", *meant}}};
}

/// Adds what one answer means; what is wrong with it otherwise.
Phrase choose(const std::string& answer, const IndicatorList& list, const Definitions& definitions,
              Choice& choice) {
  if (const std::size_t equals = answer.find('='); equals != std::string::npos) {
    const std::string scenario = trimmed(answer.substr(0, equals));
    std::vector<std::string> ids;
    for (const Scenario& known : definitions.scenarios) ids.push_back(known.id);
    if (std::find(ids.begin(), ids.end(), scenario) == ids.end()) {
      return no_such({"cli.no-scenario", {{"scenario", scenario}}}, scenario, ids);
    }
    const auto bearing = parse_bearing(scenario, trimmed(answer.substr(equals + 1)));
    if (!bearing) return bearing.problem().message;
    choice.bears.push_back(answer);
    return {};
  }
  const Indicator* indicator = list.meant(answer);
  if (indicator == nullptr) {
    std::vector<std::string> ids;
    for (const Indicator& known : definitions.indicators) ids.push_back(known.id);
    return no_such({"cli.no-indicator", {{"indicator", answer}}}, answer, ids);
  }
  choice.indicators.push_back(indicator->id);
  return {};
}

std::vector<std::string> split_at_commas(const std::string& answer) {
  const std::string all = replaced(replaced(answer, "،", ","), "؛", ";");
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= all.size();) {
    const std::size_t comma = std::min(all.find_first_of(",;", at), all.size());
    const std::string part = trimmed(all.substr(at, comma - at));
    if (!part.empty()) parts.push_back(part);
    at = comma + 1;
  }
  return parts;
}

}  // namespace

std::string ask_line(const Session& session, const Phrase& question) {
  session.err << session.on_err(question) << ' ' << std::flush;
  std::string line;
  if (!std::getline(session.in, line)) {
    session.err << '\n';
    throw Error(ErrorKind::kNo, "cli.answers-end");
  }
  return trimmed(line);
}

std::string ask(const Session& session, const Phrase& question, const Page& help,
                const std::string& otherwise,
                const std::function<Phrase(const std::string&)>& wrong) {
  for (;;) {
    std::string answer = ask_line(session, question);
    if (asks_for_help(answer)) {
      session.show_beside(help);
      continue;
    }
    if (answer.empty()) answer = otherwise;
    const Phrase complaint = wrong(answer);
    if (complaint.empty()) return answer;
    complain(session, complaint);
  }
}

bool confirm(const Session& session, const Phrase& question) {
  const std::string answer = ask_line(session, question);
  return answer == "yes" || answer == "y" || answer == "نعم" || answer == "ن";
}

Page paragraphs(const Session& session, std::initializer_list<std::string_view> keys) {
  Page page(session.speech.language());
  for (const std::string_view key : keys) page.paragraph(session.say(key));
  return page;
}

Choice ask_for_indicators(const Session& session, const Definitions& definitions) {
  const IndicatorList list(session, definitions);
  // A list longer than a few screens is searched, not read.
  session.show_beside(paragraphs(session, {"prompt.what-was-seen"}));
  if (list.size() <= kLongList) list.show_all();
  for (;;) {
    const std::string answer = ask_line(session, "prompt.indicators");
    if (asks_for_help(answer)) {
      session.show_beside(paragraphs(session, {"prompt.indicators.help", "prompt.bears.help"}));
      continue;
    }
    if (answer == "??" || answer == "؟؟") {
      list.show_all();
      continue;
    }
    Choice choice;
    std::vector<Phrase> complaints;
    for (const std::string& part : split_at_commas(answer)) {
      const Phrase complaint = choose(part, list, definitions, choice);
      if (!complaint.empty()) complaints.push_back(complaint);
    }
    if (complaints.empty() && !(choice.indicators.empty() && choice.bears.empty())) return choice;
    if (!answer.empty() && list.show_matching(answer)) continue;
    for (const Phrase& complaint : complaints) complain(session, complaint);
  }
}

Page grades_explained(const Session& session) {
  const report::Speech& speech = session.speech;
  Page page(speech.language());
  const auto grades = [&](std::string_view question, std::string_view marks) {
    page.paragraph(speech.say(question));
    Table& table = page.table({{.width = kGap}, {.width = 1}, {.gap = kGap}});
    for (const char mark : marks) {
      table.row().cell(1, std::string(1, mark)).cell(2, speech.say(std::string("grade.") + mark));
    }
  };
  grades("prompt.reliability", "ABCDEF");
  grades("prompt.credibility", "123456");
  page.paragraph(speech.say("prompt.grades"));
  return page;
}

}  // namespace signpost::cli

#include "engine/cli/prompt.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <istream>
#include <map>
#include <ostream>
#include <set>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/model/evidence.h"
#include "engine/report/line.h"
#include "engine/report/speech.h"

namespace signpost::cli {
namespace {

constexpr const char* kBlank = " \t\r\n";
constexpr std::size_t kNumberEnds = 6;
constexpr std::size_t kLongList = 100;

using report::Line;
using report::Style;

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

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
    std::size_t widest_id = 0;
    for (const Indicator* indicator : order_) {
      titles_ = std::max(titles_, display_width(printable(indicator->title.any())));
      widest_id = std::max(widest_id, indicator->id.size());
    }
    const std::size_t room = session.err_terminal.width - kTitle;
    titles_ = std::min(titles_, room - std::min(room / 2, widest_id + 2));
  }

  void show_all() const {
    std::set<std::string_view> expected;
    for (const Scenario& scenario : definitions_.scenarios) {
      heading(scenario.title.any());
      for (const Expectation& expectation : scenario.expects) {
        expected.insert(expectation.indicator);
        show(expectation.indicator);
      }
    }
    if (expected.size() < order_.size()) heading("Expected by no scenario yet");
    for (const Indicator* indicator : order_) {
      if (!expected.contains(indicator->id)) show(indicator->id);
    }
  }

  /// Those whose id or title holds the words; false if none does.
  bool show_matching(const std::string& words) const {
    const std::string wanted = folded(words);
    bool any = false;
    for (const Indicator* indicator : order_) {
      const bool matches = indicator->id.find(words) != std::string::npos ||
                           folded(indicator->title.en).find(wanted) != std::string::npos ||
                           folded(indicator->title.ar).find(wanted) != std::string::npos;
      if (matches) show(indicator->id);
      any = any || matches;
    }
    return any;
  }

  /// The indicator that a number or an id means.
  [[nodiscard]] const Indicator* meant(const std::string& answer) const {
    std::size_t number = 0;
    const char* end = answer.data() + answer.size();
    const auto [rest, error] = std::from_chars(answer.data(), end, number);
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
  void heading(std::string_view title) const {
    session_.err << Line(session_.err_terminal).to(2).quote(title, Style::kBold).take();
  }
  void show(std::string_view id) const {
    for (std::size_t i = 0; i < order_.size(); ++i) {
      if (order_[i]->id != id) continue;
      Line line(session_.err_terminal);
      line.right(fmt::format("{}", i + 1), kNumberEnds).to(kTitle);
      line.quote(order_[i]->title.any(), Style::kPlain, titles_);
      line.to(kTitle + titles_ + 2).quote(id, Style::kDim);
      session_.err << line.take();
    }
  }

  static constexpr std::size_t kTitle = 8;

  const Session& session_;
  const Definitions& definitions_;
  std::vector<const Indicator*> order_;
  std::size_t titles_ = 0;  // the width of their column
};

constexpr std::string_view kIndicatorsHelp =
    "Numbers or ids, several with commas between them; a word searches the list; ?? shows it "
    "again.\n"
    "What no indicator foresaw bears on a scenario directly: SCENARIO=RATIO, how many times "
    "likelier\n"
    "it is to be seen if the scenario is under way than if not, as a number or in words:\n"
    "decisive-for 30, strongly-for 10, for 3, slightly-for 1.5, and their inverses …-against.\n";

/// Adds what one answer means; what is wrong with it otherwise.
std::optional<std::string> choose(const std::string& answer, const IndicatorList& list,
                                  const Definitions& definitions, Choice& choice) {
  if (const std::size_t equals = answer.find('='); equals != std::string::npos) {
    const std::string scenario = trimmed(answer.substr(0, equals));
    std::vector<std::string> ids;
    for (const Scenario& known : definitions.scenarios) ids.push_back(known.id);
    if (std::find(ids.begin(), ids.end(), scenario) == ids.end()) {
      const auto meant = nearest(scenario, ids);
      return fmt::format("there is no scenario \"{}\"{}", scenario,
                         meant ? fmt::format("; did you mean {}?", *meant) : "");
    }
    const auto bearing = parse_bearing(scenario, trimmed(answer.substr(equals + 1)));
    if (!bearing) return bearing.problem().message;
    choice.bears.push_back(answer);
    return std::nullopt;
  }
  const Indicator* indicator = list.meant(answer);
  if (indicator == nullptr) {
    std::vector<std::string> ids;
    for (const Indicator& known : definitions.indicators) ids.push_back(known.id);
    const auto meant = nearest(answer, ids);
    return fmt::format("there is no indicator \"{}\"{}", answer,
                       meant ? fmt::format("; did you mean {}?", *meant) : "");
  }
  choice.indicators.push_back(indicator->id);
  return std::nullopt;
}

std::vector<std::string> split_at_commas(const std::string& answer) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= answer.size();) {
    const std::size_t comma = std::min(answer.find_first_of(",;", at), answer.size());
    const std::string part = trimmed(answer.substr(at, comma - at));
    if (!part.empty()) parts.push_back(part);
    at = comma + 1;
  }
  return parts;
}

}  // namespace

std::string ask_line(const Session& session, std::string_view question) {
  session.err << question << ' ' << std::flush;
  std::string line;
  if (!std::getline(session.in, line)) {
    session.err << '\n';
    throw Error(ErrorKind::kNo, "nothing is recorded: the answers end here");
  }
  return trimmed(line);
}

std::string ask(const Session& session, std::string_view question, std::string_view help,
                const std::string& otherwise,
                const std::function<std::optional<std::string>(const std::string&)>& wrong) {
  for (;;) {
    std::string answer = ask_line(session, question);
    if (answer == "?") {
      session.err << help;
      continue;
    }
    if (answer.empty()) answer = otherwise;
    const auto complaint = wrong(answer);
    if (!complaint) return answer;
    session.err << "  " << printable(*complaint) << '\n';
  }
}

bool confirm(const Session& session, std::string_view question) {
  const std::string answer = ask_line(session, question);
  return answer == "yes" || answer == "y" || answer == "نعم";
}

Choice ask_for_indicators(const Session& session, const Definitions& definitions) {
  const IndicatorList list(session, definitions);
  // A list longer than a few screens is searched, not read.
  session.err << "What was seen?\n";
  if (list.size() <= kLongList) list.show_all();
  for (;;) {
    const std::string answer =
        ask_line(session, "Indicators (numbers or ids, a word searches, ? explains):");
    if (answer == "?") {
      session.err << kIndicatorsHelp;
      continue;
    }
    if (answer == "??") {
      list.show_all();
      continue;
    }
    Choice choice;
    std::vector<std::string> complaints;
    for (const std::string& part : split_at_commas(answer)) {
      if (const auto complaint = choose(part, list, definitions, choice)) {
        complaints.push_back(*complaint);
      }
    }
    if (complaints.empty() && !(choice.indicators.empty() && choice.bears.empty())) return choice;
    if (!answer.empty() && list.show_matching(answer)) continue;
    for (const std::string& complaint : complaints) {
      session.err << "  " << printable(complaint) << '\n';
    }
  }
}

std::string grades_explained() {
  const report::Speech speech(report::Language::kEnglish);
  std::string text = "How reliable is the source?\n";
  for (char letter = 'A'; letter <= 'F'; ++letter) {
    text += fmt::format("  {}  {}\n", letter, speech.grade_words({letter, {}}));
  }
  text += "How credible is what it says?\n";
  for (std::uint8_t digit = 1; digit <= 6; ++digit) {
    text += fmt::format("  {}  {}\n", digit, speech.grade_words({{}, digit}));
  }
  return text +
         "B2 is the common grade of a good report. A digit alone takes the registered source's\n"
         "letter. F and 6 are not the worst grades but none: F6 counts nothing until it is "
         "judged.\n";
}

}  // namespace signpost::cli

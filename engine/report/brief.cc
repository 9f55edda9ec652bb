#include "engine/report/brief.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

#include "engine/base/text.h"
#include "engine/base/wording.h"

namespace signpost::report {
namespace {

constexpr std::size_t kLine = 200;  // characters
constexpr std::size_t kHalf = 98;   // of a line that says two things
constexpr std::size_t kTitle = 60;  // so that it leaves room for as of when it reads

// A sign that an app takes for markup, and one that looks alike.
constexpr std::array<std::pair<char, std::string_view>, 8> kMarkup = {{{'*', "∗"},
                                                                       {'_', "＿"},
                                                                       {'~', "∼"},
                                                                       {'`', "ˋ"},
                                                                       {'|', "∣"},
                                                                       {'[', "［"},
                                                                       {']', "］"},
                                                                       {'>', "›"}}};

std::string plain(std::string_view text) {
  std::string safe;
  for (const char c : printable(without_isolates(text))) {
    const auto* markup = std::find_if(kMarkup.begin(), kMarkup.end(),
                                      [&](const auto& sign) { return sign.first == c; });
    if (markup == kMarkup.end()) {
      safe += c;
    } else {
      safe += markup->second;
    }
  }
  return safe;
}

/// At most `most` characters, cut at a space if one is near; the last is an ellipsis where there
/// were more.
std::string shortened(std::string_view text, std::size_t most) {
  std::string safe = plain(text);
  if (code_points(safe) <= most) return safe;
  std::size_t end = 0;
  for (std::size_t letters = 0;; ++end) {
    const bool begins = (static_cast<unsigned char>(safe[end]) & 0xC0U) != 0x80U;
    if (begins && ++letters == most) break;
  }
  const std::size_t space = safe.rfind(' ', end);
  return safe.substr(0, space != std::string::npos && space > end / 2 ? space : end) + "…";
}

/// The linchpin of fewer names; the sources' where both are as many.
const LinchpinText* weakest(const ScenarioReport& scenario) {
  const LinchpinText* found = nullptr;
  for (const std::optional<LinchpinText>* pin : {&scenario.sources, &scenario.events}) {
    if (*pin && (found == nullptr || (*pin)->names.size() < found->names.size())) found = &**pin;
  }
  return found;
}

// What the lines choose a scenario by: nothing where it is not among those to choose from.

/// A forecast that is settled or closed is likeliest only where none is open.
std::optional<double> likelihood(const ScenarioReport& scenario) {
  if (std::isnan(scenario.probability.value)) return std::nullopt;  // no history yet
  return scenario.probability.value + (scenario.state_key == ScenarioState::kOpen ? 1 : 0);
}

std::optional<double> movement(const ScenarioReport& scenario) {
  if (!scenario.movement || scenario.movement->points.value == 0) return std::nullopt;
  return std::fabs(scenario.movement->points.value);
}

/// The fewer names the higher; among as many, the more P moves without them (by less than 1).
std::optional<double> fragility(const ScenarioReport& scenario) {
  const LinchpinText* pin = weakest(scenario);
  if (pin == nullptr) return std::nullopt;
  return std::fabs(scenario.probability.value - pin->without.value) -
         static_cast<double>(pin->names.size());
}

std::optional<double> information(const ScenarioReport& scenario) {
  if (scenario.watch.empty() || scenario.watch.front().bits.value <= 0) return std::nullopt;
  return scenario.watch.front().bits.value;
}

class Brief {
 public:
  explicit Brief(const Report& report) : report_(report), speech_(report.language, report.digits) {}

  std::string text() const {
    const std::string title =
        speech_.say("text.brief-title",
                    {{"title", shortened(report_.title, kTitle)}, {"reading", report_.reading}});
    std::string lines;
    for (const std::string& line :
         {title, report_.score, likeliest(), moved(), fragile(), ahead()}) {
      if (!line.empty()) lines += shortened(line, kLine) + '\n';
    }
    if (!report_.rehearsal.empty()) lines += shortened(report_.rehearsal, kLine) + '\n';
    return lines;
  }

 private:
  /// The first scenario with the most of it, if any has some.
  const ScenarioReport* most(std::optional<double> (*measure)(const ScenarioReport&)) const {
    const ScenarioReport* best = nullptr;
    std::optional<double> highest;  // nothing is less than any number
    for (const ScenarioReport& scenario : report_.scenarios) {
      const std::optional<double> here = measure(scenario);
      if (here <= highest) continue;
      best = &scenario;
      highest = here;
    }
    return best;
  }

  std::string title_of(const ScenarioReport& scenario) const {
    if (scenario.retired.empty()) return scenario.title;
    return speech_.say("text.brief-retired",
                       {{"title", scenario.title}, {"retired", scenario.retired}});
  }

  // A title comes last: whatever its direction, the figures before it stay in order.

  std::string likeliest() const {
    const ScenarioReport* found = most(likelihood);
    if (found == nullptr) {
      return report_.none.empty() ? speech_.say("text.brief-none") : report_.none;
    }
    return speech_.say(
        found->at_horizon.empty() ? "text.brief-likeliest" : "text.brief-likeliest-then",
        {{"probability", found->probability.text},
         {"word", found->word},
         {"then", found->at_horizon},
         {"title", title_of(*found)}});
  }

  std::string moved() const {
    const ScenarioReport* found = most(movement);
    if (found == nullptr) return speech_.say("text.brief-still", {{"since", report_.since}});
    const MovementText& moved = *found->movement;
    const std::string unit = speech_.say("unit.points", {{"n", moved.whole_points}});
    return speech_.say("text.brief-moved", {{"before", moved.before.text},
                                            {"after", moved.after.text},
                                            {"points", moved.points.text},
                                            {"unit", unit},
                                            {"title", title_of(*found)}});
  }

  std::string fragile() const {
    const ScenarioReport* found = most(fragility);
    if (found == nullptr) return speech_.say("text.brief-firm");
    return speech_.say("text.brief-fragile", {{"title", shortened(title_of(*found), kHalf)},
                                              {"sentence", weakest(*found)->sentence}});
  }

  std::string ahead() const {
    const ScenarioReport* found = most(information);
    std::string line = speech_.say("text.brief-nothing");
    if (found != nullptr) {
      line = speech_.say("text.brief-watch", {{"title", found->watch.front().title}});
    }
    if (report_.due.empty()) return line + ' ' + speech_.say("text.brief-not-due");
    const auto due = static_cast<std::int64_t>(report_.due.size());
    return shortened(line, kHalf) + ' ' +
           speech_.say("text.brief-due",
                       {{"count", speech_.number(due)}, {"first", report_.due.front()}});
  }

  const Report& report_;
  Speech speech_;
};

}  // namespace

std::string brief(const Report& report) { return Brief(report).text(); }

}  // namespace signpost::report

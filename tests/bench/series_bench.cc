// Forecasts of counts against their rivals (tests/learn/rivals.h), on real histories and on such as
// the model draws: the Brier score of each, and by how much some are better than others.
#include <cstdio>
#include <string>
#include <vector>

#include "tests/learn/rivals.h"

namespace {

using namespace signpost;           // NOLINT(google-build-using-namespace)
using namespace signpost::testing;  // NOLINT(google-build-using-namespace)

constexpr std::size_t kEvery = 3;  // months between openings
constexpr int kDrawn = 96;
constexpr int kMonths = 72;

std::string name_of(Rival rival) { return std::string(kRivals[static_cast<std::size_t>(rival)]); }

/// A line of one number each time it was asked, with its error.
template <class Of>
void line(const std::string& name, const char* format, Of of) {
  std::printf("  %-44s", name.c_str());
  for (std::size_t when = 0; when < kAskedAfter.size(); ++when) {
    const Mean mean = of(when);
    std::printf(format, mean.value, mean.error);
  }
  std::printf("\n");
}

void print(const char* what, const Tried& tried) {
  std::size_t openings = 0;
  int yes = 0;
  for (const std::vector<Opening>& history : tried) {
    openings += history.size();
    for (const Opening& opening : history) yes += opening.yes ? 1 : 0;
  }
  std::printf("%s: %zu histories, %zu openings, %.1f %% yes\n", what, tried.size(), openings,
              100.0 * yes / static_cast<double>(openings));
  std::printf("  %-44s", "Brier after so many months");
  for (const std::size_t months : kAskedAfter) std::printf("  %-14zu", months);
  std::printf("\n");
  for (std::size_t i = 0; i < kRivals.size(); ++i) {
    const auto rival = static_cast<Rival>(i);
    line(name_of(rival), "  %.3f +-%.3f  ",
         [&](std::size_t when) { return brier(tried, rival, when); });
  }
  const auto compare = [&](Rival better, Rival worse) {
    line(name_of(better) + " less than " + name_of(worse), "  %+.3f +-%.3f ",
         [&](std::size_t when) { return gain(tried, better, worse, when); });
  };
  for (const Rival count : {Rival::kCount, Rival::kCountLearns}) {
    for (const Rival rival : {Rival::kBaseRate, Rival::kLastMonth, Rival::kToDate,
                              Rival::kLastMonthFit, Rival::kToDateFit}) {
      compare(count, rival);
    }
  }
  compare(Rival::kCountLearns, Rival::kCount);
  compare(Rival::kCountLearns, Rival::kDeskLearns);
  compare(Rival::kDeskLearns, Rival::kDesk);
  std::printf("\n");
}

}  // namespace

int main() {
  print("Real", tried_on(diseases(), kEvery));
  belief::Random random(20220128);
  std::vector<History> drawn;
  for (int number = 0; number < kDrawn; ++number) {
    const DrawnLevel level = drawn_level(number, random, false);
    drawn.push_back(drawn_history(level, kMonths, random));
  }
  print("Drawn from the model", tried_on(drawn, kEvery));
}

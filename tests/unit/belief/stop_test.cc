// Long work gives up where somebody asks for the end, and does not begin again.
#include "engine/base/stop.h"

#include <doctest/doctest.h>

#include <atomic>
#include <functional>
#include <vector>

#include "engine/base/threads.h"
#include "engine/belief/ledger.h"
#include "engine/belief/linchpin.h"
#include "engine/belief/outlook.h"
#include "engine/belief/simulation.h"
#include "engine/belief/uncertainty.h"
#include "tests/unit/belief/questions.h"

namespace signpost::belief {
namespace {

/// The end is asked for from the n-th time on.
struct Asked {
  explicit Asked(int n) : left(n), stop([this] { return --left < 0; }) {}
  std::atomic<int> left;
  StopWhenAsked stop;
};

/// Of many weak events, by as many sources.
Question busy() {
  Question asked = question(0.5, Days(500));
  Stream asked_of = stream(0.11, 0.1);
  for (int i = 0; i < 40; ++i) {
    asked_of.said.push_back(of_event(item(i + 1, i + 1.0, 0.7), i + 1, i + 1));
    asked_of.said.back().source = i + 1;
  }
  asked.streams = {asked_of};
  asked.horizon = day(365);
  return asked;
}

Uncertainty uncertainty_of(const Question& asked) {
  Uncertainty off;
  off.streams.resize(asked.streams.size());
  return off;
}

TEST_CASE("pieces of work on many threads are given up, at whatever piece the end is asked for") {
  for (const int n : {0, 1, 7, 99}) {
    const Asked asked(n);
    std::atomic<int> done = 0;
    CHECK_THROWS_AS(in_parallel(100, 0, [&] { return [&](int) { ++done; }; }), Stopped);
    CHECK(done <= n);
  }
  std::atomic<int> done = 0;
  in_parallel(100, 0, [&] { return [&](int) { ++done; }; });
  CHECK(done == 100);
}

TEST_CASE("draws, outlook, linchpins and simulation give up") {
  const Question asked = busy();
  const Moment moment{day(90), day(90)};
  const std::vector<Instant> dates{day(30), day(60), day(90)};
  const Account account = belief::account(asked, moment);
  const auto all = [&] {
    return std::vector<std::function<void()>>{
        [&] { intervals(asked, uncertainty_of(asked), dates, day(90)); },
        [&] { outlooks(asked, moment, Days(30)); }, [&] { event_linchpin(asked, moment, account); },
        [&] { source_linchpin(asked, moment); }, [&] { simulate(asked, {.worlds = 50}); }};
  }();
  for (std::size_t i = 0; i < all.size(); ++i) {
    CAPTURE(i);
    CHECK_NOTHROW(all[i]());
    const Asked at_once(0);
    CHECK_THROWS_AS(all[i](), Stopped);
  }
}

TEST_CASE("only one may ask at a time") {
  const Asked asked(1);
  CHECK_THROWS_AS(StopWhenAsked([] { return false; }), std::logic_error);
}

}  // namespace
}  // namespace signpost::belief

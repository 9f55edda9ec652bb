#ifndef SIGNPOST_TESTS_CRASH_KILL_WINDOW_H_
#define SIGNPOST_TESTS_CRASH_KILL_WINDOW_H_

#include <chrono>
#include <random>

namespace signpost::testing {

/// When to kill what is at work. Moments are drawn evenly from a window that follows the machine:
/// it grows after work that was cut short and shrinks after work that was done before the kill.
/// So about half of the kills fall before the end of the work and half after it, and none of it is
/// left out, however slow or busy the machine is or becomes.
class KillWindow {
 public:
  KillWindow(std::chrono::microseconds first, unsigned seed)
      : window_(static_cast<double>(first.count()) + 1), random_(seed) {}

  std::chrono::microseconds draw() {
    return std::chrono::microseconds(
        static_cast<long>(std::uniform_real_distribution<double>(0, window_)(random_)));
  }
  /// Whether what the last kill was meant for was done before it.
  void learn(bool done) { window_ *= done ? 0.8 : 1.25; }

 private:
  double window_;  // in microseconds
  std::mt19937 random_;
};

/// How many of `ordinary` kills a test makes: a fifth under the address sanitizer, where each takes
/// ten times as long. What a kill leaves is the same there; what is looked for is what went before.
constexpr int kills(int ordinary) {
#ifdef __SANITIZE_ADDRESS__
  return ordinary / 5;
#else
  return ordinary;
#endif
}

/// How long `work` takes here when nobody interrupts it.
template <class Work>
std::chrono::microseconds time_of(const Work& work) {
  const auto begun = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() -
                                                               begun);
}

}  // namespace signpost::testing

#endif  // SIGNPOST_TESTS_CRASH_KILL_WINDOW_H_

// Many pieces of work that do not depend on each other, on all cores.
#pragma once

#include <algorithm>
#include <future>
#include <thread>
#include <vector>

#include "engine/base/stop.h"

namespace signpost {

/// Does piece i for each i < n: each of `threads` threads (0: as many as there are cores) calls
/// `make` for a worker of its own and this for every so many-th piece. What a piece throws, it
/// throws; between two pieces it gives up where somebody asked for the end (stop.h). Where a piece
/// writes only what is its own, the result does not depend on `threads`.
template <class Make>
void in_parallel(int n, unsigned threads, Make make) {
  if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::future<void>> parts;
  for (unsigned t = 0; t < threads; ++t) {
    parts.push_back(std::async(std::launch::async, [n, threads, t, &make] {
      auto work = make();
      for (int i = static_cast<int>(t); i < n; i += static_cast<int>(threads)) {
        give_up_if_asked();
        work(i);
      }
    }));
  }
  for (std::future<void>& part : parts) part.get();
}

}  // namespace signpost

// Requests for memory that are refused. operator new asks here, too.
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdlib>

#include "tests/faults/faults.h"

// The C library's own, under the names by which it gives them to who replaces malloc.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

namespace signpost::faults {
namespace {

std::atomic<bool> counts{false};
std::atomic<long> calls{0};
long refused = 0;  // none
bool on = false;

bool is_refused() {
  if (!counts.load(std::memory_order_relaxed)) return false;
  const long call = ++calls;
  if (refused == 0 || call < refused || (call > refused && !on)) return false;
  errno = ENOMEM;
  return true;
}

}  // namespace

void begin_memory() {
  const Order order = order_in("SIGNPOST_FAULTS_MEMORY");
  refused = order.numbers[0];
  on = order.on;
  counts = true;
}

long calls_of_memory() {
  counts = false;
  return calls;
}

}  // namespace signpost::faults

using signpost::faults::is_refused;

extern "C" {

void* malloc(std::size_t size) { return is_refused() ? nullptr : __libc_malloc(size); }
void* calloc(std::size_t count, std::size_t size) {
  return is_refused() ? nullptr : __libc_calloc(count, size);
}
void* realloc(void* memory, std::size_t size) {
  return is_refused() ? nullptr : __libc_realloc(memory, size);
}
void* memalign(std::size_t alignment, std::size_t size) {
  return is_refused() ? nullptr : __libc_memalign(alignment, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
  return is_refused() ? nullptr : __libc_memalign(alignment, size);
}
int posix_memalign(void** memory, std::size_t alignment, std::size_t size) {
  *memory = is_refused() ? nullptr : __libc_memalign(alignment, size);
  return *memory == nullptr ? ENOMEM : 0;
}
}

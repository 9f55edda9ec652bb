#include "tests/faults/faults.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace signpost::faults {

Order order_in(const char* variable) {
  Order order;
  const char* text = std::getenv(variable);
  if (text == nullptr) return order;
  char* at = const_cast<char*>(text);
  for (long& number : order.numbers) number = std::strtol(at, &at, 10);
  order.on = std::strstr(at, "on") != nullptr;
  return order;
}

namespace {

using Main = int (*)(int, char**, char**);
Main program_main = nullptr;

void write_counts() {
  const char* file = std::getenv("SIGNPOST_FAULTS_COUNTS");
  if (file == nullptr) return;
  char text[100];
  const long disk = calls_of_disk();
  const long memory = calls_of_memory();
  const int length =
      std::snprintf(text, sizeof text, "%ld %ld %ld\n", disk, memory, calls_of_clock());
  const long to = syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  (void)!syscall(SYS_write, to, text, length);
  syscall(SYS_close, to);
}

int main_with_faults(int argc, char** argv, char** environment) {
  begin_disk();
  begin_clock();
  begin_memory();
  const int code = program_main(argc, argv, environment);
  write_counts();
  return code;
}

}  // namespace
}  // namespace signpost::faults

// NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming): it takes its place
extern "C" int __libc_start_main(signpost::faults::Main main, int argc, char** argv, void (*init)(),
                                 void (*fini)(), void (*end)(), void* stack) {
  using Start =
      int (*)(signpost::faults::Main, int, char**, void (*)(), void (*)(), void (*)(), void*);
  const auto start = reinterpret_cast<Start>(dlsym(RTLD_NEXT, "__libc_start_main"));
  signpost::faults::program_main = main;
  return start(signpost::faults::main_with_faults, argc, argv, init, fini, end, stack);
}

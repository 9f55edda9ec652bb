// The preloaded library: what its parts share, and how a test asks for faults. It is loaded into
// the program with LD_PRELOAD and stands between it and the C library. Each part is at work only
// from the begin of main on, and where its variable is set:
//
//   SIGNPOST_FAULTS_FOLDER   the folder of which the disk's part speaks, absolute, no links in it
//   SIGNPOST_FAULTS_JOURNAL  what is done to that folder is written down there (journal.h)
//   SIGNPOST_FAULTS_DISK     "N ERRNO" or "N ERRNO on": the Nth call that changes that folder fails
//                            with that number, or it and all after it
//   SIGNPOST_FAULTS_MEMORY   "N" or "N on": the Nth request for memory is refused, or all from it
//   SIGNPOST_FAULTS_CLOCK    "AHEAD" or "AHEAD LEAP FROM TO", in seconds: the clock is so much
//                            ahead, and by LEAP more from the FROMth time that it is read until
//                            before the TOth (0: for good)
//   SIGNPOST_FAULTS_CLOCK_FILE  eight bytes, mapped: so much is it ahead now
//   SIGNPOST_FAULTS_COUNTS   there the numbers of calls are written when main has ended:
//                            "DISK MEMORY CLOCK"
//
// Nothing here asks for memory: it would be asked of itself.
#pragma once

namespace signpost::faults {

/// Each part's begin, with main's; and how often it was called since.
void begin_disk();
void begin_memory();
void begin_clock();
long calls_of_disk();
long calls_of_memory();
long calls_of_clock();

/// The numbers of a variable, and whether the word "on" follows.
struct Order {
  long numbers[4] = {};
  bool on = false;
};
Order order_in(const char* variable);

}  // namespace signpost::faults

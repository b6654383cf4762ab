// SPDX-License-Identifier: MIT
// xdg-open in a process of its own; no shell sees the link.
#include "platform/native/open_link.h"

#include <sys/wait.h>
#include <unistd.h>

namespace platform {

void open_link(const std::string& url) {
  const pid_t child = fork();
  if (child == 0) {
    // A grandchild, so that nobody has to wait for the browser.
    if (fork() == 0) {
      execlp("xdg-open", "xdg-open", url.c_str(), static_cast<char*>(nullptr));
    }
    _exit(0);
  }
  if (child > 0) waitpid(child, nullptr, 0);
}

}  // namespace platform

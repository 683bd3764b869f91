#include "tests/system/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>

extern char** environ;

namespace pouch::test {

std::vector<std::string> merged(const Environment& extra) {
  std::vector<std::string> result;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text(*entry);
    if (extra.count(text.substr(0, text.find('='))) == 0) {
      result.push_back(text);
    }
  }
  for (const auto& [name, value] : extra) {
    result.push_back(name + "=" + value);
  }
  return result;
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> result;
  for (auto& text : strings) {
    result.push_back(text.data());
  }
  result.push_back(nullptr);
  return result;
}

Child spawn(std::vector<std::string> command, const Environment& environment) {
  int in[2], out[2], err[2];
  if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0) {
    throw std::runtime_error("pipe");
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in[0], 0);
  posix_spawn_file_actions_adddup2(&actions, out[1], 1);
  posix_spawn_file_actions_adddup2(&actions, err[1], 2);
  auto variables = merged(environment);
  Child child;
  const int error = posix_spawnp(&child.pid, command.front().c_str(), &actions, nullptr,
                                 pointers(command).data(), pointers(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  close(in[0]);
  close(out[1]);
  close(err[1]);
  if (error != 0) {
    throw std::runtime_error("cannot start " + command.front());
  }
  child.in = in[1];
  child.out = out[0];
  child.err = err[0];
  return child;
}

int wait_status(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void pump(Child& child, const std::string& input, Ran& ran) {
  fcntl(child.in, F_SETFL, O_NONBLOCK);
  std::size_t written = 0;
  bool in_open = true, out_open = true, err_open = true;
  std::array<char, 65536> buffer{};
  const auto drain = [&](int descriptor, std::string& into) {
    const auto got = read(descriptor, buffer.data(), buffer.size());
    if (got > 0) {
      into.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return got > 0;
  };
  while (in_open || out_open || err_open) {
    if (in_open && written == input.size()) {
      close(child.in);
      in_open = false;
    }
    std::array<pollfd, 3> waits{{{in_open ? child.in : -1, POLLOUT, 0},
                                 {out_open ? child.out : -1, POLLIN, 0},
                                 {err_open ? child.err : -1, POLLIN, 0}}};
    if (!in_open && !out_open && !err_open) {
      break;
    }
    poll(waits.data(), waits.size(), -1);
    if (in_open && waits[0].revents != 0) {
      const auto put = write(child.in, input.data() + written, input.size() - written);
      if (put > 0) {
        written += static_cast<std::size_t>(put);
      } else if (errno != EAGAIN) {
        close(child.in);
        in_open = false;
      }
    }
    if (out_open && waits[1].revents != 0) {
      out_open = drain(child.out, ran.out);
    }
    if (err_open && waits[2].revents != 0) {
      err_open = drain(child.err, ran.err);
    }
  }
  close(child.out);
  close(child.err);
}

}  // namespace pouch::test

// libcurl, loaded when the first letter goes to an SMTP server and not before: it brings thirty
// libraries (TLS, LDAP, Kerberos, SSH …), half of all memory areas of the program, and GPGME forks
// twice for every call of a worker that never needs one of them (tests/bench/README.md). Private to
// this folder.
#pragma once

#include <curl/curl.h>

#include <memory>

#include "mail/transport/login.hpp"

namespace pouch::mail {

struct CurlLibrary {
  decltype(&::curl_global_init) global_init = nullptr;
  decltype(&::curl_easy_init) easy_init = nullptr;
  decltype(&::curl_easy_cleanup) easy_cleanup = nullptr;
  decltype(&::curl_easy_setopt) easy_setopt = nullptr;
  decltype(&::curl_easy_getinfo) easy_getinfo = nullptr;
  decltype(&::curl_easy_perform) easy_perform = nullptr;
  decltype(&::curl_easy_strerror) easy_strerror = nullptr;
  decltype(&::curl_easy_send) easy_send = nullptr;
  decltype(&::curl_easy_recv) easy_recv = nullptr;
};

// Loaded and initialised once, thread-safe; throws a permanent Fault when libcurl is not there.
const CurlLibrary& curl_library();

struct EasyCloser {
  void operator()(CURL* handle) const { curl_library().easy_cleanup(handle); }
};
using EasyHandle = std::unique_ptr<CURL, EasyCloser>;
EasyHandle new_handle();

// What every connection has in common: the URL without the user (its path is whom we call ourselves
// in EHLO), TLS required beyond loopback and verified (SECURITY class 25), the login, no proxy, no
// signals, no delay of small packets, no waiting for a name server at the end.
void set_server(CURL* handle, const ServerUri& server, const Login& login,
                const ServerAccess& access);

}  // namespace pouch::mail

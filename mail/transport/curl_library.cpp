#include "mail/transport/curl_library.hpp"

#include <dlfcn.h>

#include <string>

#include "mail/fault.hpp"

namespace pouch::mail {
namespace {

constexpr long kConnectTime = 20;              // seconds
constexpr const char* kName = "libcurl.so.4";  // the ABI of the header that we are built with

[[noreturn]] void missing(const std::string& what) {
  throw Fault(Permanence::kPermanent, what, "apt install libcurl4");
}

template <typename Function>
void take(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(dlsym(library, name));
  if (function == nullptr) {
    missing(std::string(kName) + " has no " + name);
  }
}

CurlLibrary load() {
  void* library = dlopen(kName, RTLD_NOW | RTLD_LOCAL);  // stays for the process's life
  if (library == nullptr) {
    missing(std::string("cannot load ") + kName);
  }
  CurlLibrary curl;
  take(library, "curl_global_init", curl.global_init);
  take(library, "curl_easy_init", curl.easy_init);
  take(library, "curl_easy_cleanup", curl.easy_cleanup);
  take(library, "curl_easy_setopt", curl.easy_setopt);
  take(library, "curl_easy_getinfo", curl.easy_getinfo);
  take(library, "curl_easy_perform", curl.easy_perform);
  take(library, "curl_easy_strerror", curl.easy_strerror);
  take(library, "curl_easy_send", curl.easy_send);
  take(library, "curl_easy_recv", curl.easy_recv);
  if (curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
    throw Fault(Permanence::kTransient, "libcurl does not start", "is the machine out of memory?");
  }
  return curl;
}

}  // namespace

const CurlLibrary& curl_library() {
  static const CurlLibrary loaded = load();
  return loaded;
}

EasyHandle new_handle() {
  EasyHandle handle(curl_library().easy_init());
  if (handle == nullptr) {
    throw Fault(Permanence::kTransient, "libcurl does not start", "is the machine out of memory?");
  }
  return handle;
}

void set_server(CURL* handle, const ServerUri& server, const Login& login,
                const ServerAccess& access) {
  const auto set = curl_library().easy_setopt;
  const auto name = server.scheme.starts_with("smtp") ? client_name(access) : std::string();
  const auto url = server.scheme + "://" + server.authority() + "/" + name;
  set(handle, CURLOPT_URL, url.c_str());
  set(handle, CURLOPT_PROTOCOLS_STR, server.scheme.c_str());
  set(handle, CURLOPT_NOSIGNAL, 1L);
  set(handle, CURLOPT_CONNECTTIMEOUT, kConnectTime);
  set(handle, CURLOPT_TCP_NODELAY, 1L);
  set(handle, CURLOPT_PROXY, "");
  const bool encrypted = server.tls() || !server.loopback();
  set(handle, CURLOPT_USE_SSL, static_cast<long>(encrypted ? CURLUSESSL_ALL : CURLUSESSL_NONE));
  set(handle, CURLOPT_SSL_VERIFYPEER, 1L);
  set(handle, CURLOPT_SSL_VERIFYHOST, 2L);
  set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(handle, CURLOPT_QUICK_EXIT, 1L);
  if (!access.ca_file.empty()) {
    set(handle, CURLOPT_CAINFO, access.ca_file.c_str());
    set(handle, CURLOPT_CAPATH, static_cast<char*>(nullptr));
  }
  if (login.user.empty()) {
    return;
  }
  set(handle, CURLOPT_USERNAME, login.user.c_str());
  if (login.token.empty()) {
    set(handle, CURLOPT_PASSWORD, login.password.c_str());
  } else {
    set(handle, CURLOPT_XOAUTH2_BEARER, login.token.c_str());
    set(handle, CURLOPT_LOGIN_OPTIONS, "AUTH=XOAUTH2");
  }
}

}  // namespace pouch::mail

// docs/operating.md, the units and the package against the sources.
#include <catch2/catch.hpp>

#include "tests/docs/pages.hpp"

using namespace pouch::test;

TEST_CASE("units, examples, package and page name the same places") {
  const std::string socket = "/run/pouch/lmtp.sock", site = "/etc/pouch/pouch.toml";
  CHECK(source_text("config/systemd/pouch-lmtp.socket").find("ListenStream=" + socket + "\n") !=
        std::string::npos);
  for (const auto* page : {"config/examples/postfix/transport", "config/examples/exim/transport",
                           "docs/operating.md", "docs/man/pouch.1"}) {
    INFO(page);
    CHECK(source_text(page).find(socket) != std::string::npos);
  }
  for (const auto* page : {"config/systemd/pouch.service", "config/systemd/pouch-lmtp.socket",
                           "config/examples/postfix/master.cf", "config/examples/exim/transport"}) {
    INFO(page);
    CHECK(source_text(page).find(site) != std::string::npos);
  }
  for (const auto* page : {"config/systemd/pouch-lmtp.socket", "config/debian/postinst",
                           "config/examples/exim/transport", "docs/operating.md"}) {
    INFO(page);
    CHECK(source_text(page).find("pouch-lmtp") != std::string::npos);
  }
}

TEST_CASE("the page's unit, examples and page name one socket, and its unit is like the other") {
  const auto unit = source_text("config/systemd/pouch-web.socket");
  CHECK(unit.find("\nListenStream=/run/pouch/web.sock\n") != std::string::npos);
  for (const auto* page : {"config/examples/nginx/pouch.conf", "config/examples/caddy/Caddyfile",
                           "docs/operating.md", "docs/man/pouch.1"}) {
    INFO(page);
    CHECK(source_text(page).find("/run/pouch/web.sock") != std::string::npos);
  }
  for (const auto* page : {"config/debian/prerm", "config/debian/postrm", "config/package.cmake",
                           "docs/operating.md", "docs/man/pouch.1"}) {
    INFO(page);
    CHECK(source_text(page).find("pouch-web.socket") != std::string::npos);
  }
  for (const auto* line :
       {"SocketUser=pouch", "SocketMode=0660", "DirectoryMode=0755", "TriggerLimitIntervalSec=0",
        "Service=pouch.service", "WantedBy=sockets.target",
        "ConditionPathExists=/etc/pouch/pouch.toml"}) {
    INFO(line);
    CHECK(unit.find(std::string("\n") + line + "\n") != std::string::npos);
    CHECK(source_text("config/systemd/pouch-lmtp.socket").find(std::string("\n") + line + "\n") !=
          std::string::npos);
  }
}

TEST_CASE("a typo, a restart and one mail leave no dead socket") {
  const auto unit = source_text("config/systemd/pouch.service");
  CHECK(unit.find("\nStartLimitIntervalSec=0\n") != std::string::npos);
  CHECK(unit.find("\nRestart=on-failure\n") != std::string::npos);
  // What is not started again would be started by the waiting mail at once, again and again.
  CHECK(unit.find("\nRestartPreventExitStatus=") == std::string::npos);
  CHECK(unit.find("\nConditionPathExists=") == std::string::npos);
  CHECK(source_text("config/systemd/pouch-lmtp.socket").find("\nTriggerLimitIntervalSec=0\n") !=
        std::string::npos);
}

TEST_CASE("the unit is started again whatever ended it, and grants nothing back") {
  const auto unit = source_text("config/systemd/pouch.service");
  for (const auto* line :
       {"Type=notify", "NotifyAccess=main", "User=pouch", "Restart=on-failure", "RestartSec=5",
        "NoNewPrivileges=yes", "ProtectSystem=strict", "MemoryDenyWriteExecute=yes",
        "CapabilityBoundingSet=", "UMask=0077", "LimitCORE=0",
        "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK"}) {
    INFO(line);
    CHECK(unit.find(std::string("\n") + line + "\n") != std::string::npos);
  }
  // proc(5), hidepid: a process that lets nobody trace it is hidden from its own user too, and a
  // claim of a process that cannot be seen counts as given up.
  CHECK(unit.find("\nProtectProc=") == std::string::npos);
  CHECK(unit.find("\nProcSubset=") == std::string::npos);
  const auto pages = source_text("config/package.cmake");
  for (const auto* page : {"pouch.1", "pouch.toml.5", "pouch-directory.toml.5", "pouch-mail.7",
                           "pouch-query.7", "pouch-templates.7", "pouch-web.7"}) {
    INFO(page);
    CHECK(pages.find(page) != std::string::npos);
  }
}

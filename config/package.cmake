# The Debian package: cmake --build --preset release --target package_deb, or cpack -G DEB in the build
# folder. Where things lie is FHS's; what belongs to a site is made by postinst and "pouch init".
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME pouch)
set(CPACK_PACKAGE_VENDOR "The Pouch maintainers")
set(CPACK_PACKAGE_CONTACT "The Pouch maintainers <maintainers@pouch.example>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "secure mail gateway for police, customs and prosecutors")
set(CPACK_PACKAGE_DESCRIPTION
"Officers write ordinary signed and encrypted mail in the mail client that they
have. Pouch opens it, proves who wrote it, reads the form in it, files it in a
searchable archive, and carries it, sealed again, to the right focal point.
.
This package holds the gateway's daemon and its command line. A site is made by
\"pouch init\"; nothing is started before that.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION mail)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# libcurl and libzip are loaded late, by dlopen: shlibdeps does not see them. The version of gpg mends
# CVE-2025-68973. gpg-agent and gpg are run as programs.
set(CPACK_DEBIAN_PACKAGE_DEPENDS
  "adduser, ca-certificates, gnupg, gpg (>= 2.2.40-1.1+deb12u2), gpg-agent, init-system-helpers (>= 1.54~), libcurl4 (>= 7.88), libzip4 (>= 1.7.3), tzdata")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "default-mta | mail-transport-agent, poppler-utils")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "tesseract-ocr")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  ${CMAKE_SOURCE_DIR}/config/debian/postinst
  ${CMAKE_SOURCE_DIR}/config/debian/prerm
  ${CMAKE_SOURCE_DIR}/config/debian/postrm)

# Policy sections 12.1, 12.3, 12.7: man pages and changelogs are compressed, without a time in them.
set(pages pouch.1 pouch.toml.5 pouch-directory.toml.5 pouch-mail.7 pouch-query.7
  pouch-templates.7 pouch-web.7)
configure_file(config/debian/changelog ${CMAKE_BINARY_DIR}/package/changelog @ONLY)
set(zipped)
function(zip source name folder)
  set(target ${CMAKE_BINARY_DIR}/package/${name}.gz)
  add_custom_command(OUTPUT ${target} DEPENDS ${source}
    COMMAND sh -c "gzip -9n < \"$1\" > \"$2\"" sh ${source} ${target} VERBATIM)
  install(FILES ${target} DESTINATION ${folder})
  set(zipped ${zipped} ${target} PARENT_SCOPE)
endfunction()
foreach(page ${pages})
  string(REGEX MATCH "[157]$" section ${page})
  zip(${CMAKE_SOURCE_DIR}/docs/man/${page} ${page} share/man/man${section})
endforeach()
zip(${CMAKE_BINARY_DIR}/package/changelog changelog.Debian share/doc/pouch)
zip(${CMAKE_SOURCE_DIR}/CHANGELOG.md changelog share/doc/pouch)
# Where bash looks for the words of a program of that name (bash-completion, FAQ).
set(completion ${CMAKE_BINARY_DIR}/package/completion/pouch)
add_custom_command(OUTPUT ${completion} DEPENDS pouch
  COMMAND sh -c "\"$1\" completion bash > \"$2\"" sh $<TARGET_FILE:pouch> ${completion} VERBATIM)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/package/completion)
install(FILES ${completion} DESTINATION share/bash-completion/completions)
add_custom_target(package_pages ALL DEPENDS ${zipped} ${completion})

install(TARGETS pouch pouch-openpgp RUNTIME DESTINATION bin)
install(DIRECTORY templates/forms/ DESTINATION share/pouch/templates FILES_MATCHING PATTERN "*.toml")
install(FILES config/systemd/pouch.service config/systemd/pouch-lmtp.socket
  config/systemd/pouch-web.socket DESTINATION /lib/systemd/system)
install(FILES config/systemd/tmpfiles.conf DESTINATION lib/tmpfiles.d RENAME pouch.conf)
install(FILES config/debian/copyright docs/operating.md docs/log.md docs/security.md docs/reasons.md
  docs/templates.md DESTINATION share/doc/pouch)
install(DIRECTORY config/examples config/samples docs/schemas DESTINATION share/doc/pouch)
include(CPack)
add_custom_target(package_deb COMMAND ${CMAKE_CPACK_COMMAND} -G DEB DEPENDS pouch pouch-openpgp package_pages
  WORKING_DIRECTORY ${CMAKE_BINARY_DIR} VERBATIM)

# Install rules: program, manual pages, completions, schemas, catalogue, documentation with the
# scenarios that it speaks of; and the target `deb`, a Debian package of them.
install(TARGETS bgpte RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
file(GLOB pages CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/share/man/*.1")
install(FILES ${pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES share/completions/bgpte.bash
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME bgpte)
install(FILES share/completions/_bgpte DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES share/completions/bgpte.fish
        DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(FILES share/communities/catalogue.json DESTINATION ${CMAKE_INSTALL_DATADIR}/bgpte/communities)
install(PROGRAMS share/watch/alertmanager-webhook DESTINATION ${CMAKE_INSTALL_DATADIR}/bgpte/watch)
# Where systemd looks for units of packages, whatever the name of the library folder.
install(FILES share/systemd/bgpte-watch@.service share/systemd/bgpte-watch@.timer
        DESTINATION lib/systemd/system)
install(DIRECTORY schemas/ DESTINATION ${CMAKE_INSTALL_DATADIR}/bgpte/schemas FILES_MATCHING PATTERN "*.json")
# Below the documentation's folder they stand to each other as in the repository: links lead on.
install(FILES LICENSE README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs scenarios DESTINATION ${CMAKE_INSTALL_DOCDIR})

find_program(BGPTE_DPKG_DEB dpkg-deb)
if(BGPTE_DPKG_DEB)
  add_custom_target(deb
    COMMAND "${PROJECT_SOURCE_DIR}/scripts/make-deb" --build "${PROJECT_BINARY_DIR}"
    DEPENDS bgpte VERBATIM USES_TERMINAL)
endif()

# Install rules: program, manual page, completions, schemas, scenarios.
install(TARGETS bgpte RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES share/man/bgpte.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES share/completions/bgpte.bash
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME bgpte)
install(FILES share/communities/catalogue.json DESTINATION ${CMAKE_INSTALL_DATADIR}/bgpte/communities)
install(FILES share/completions/_bgpte DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(DIRECTORY schemas/ DESTINATION ${CMAKE_INSTALL_DATADIR}/bgpte/schemas FILES_MATCHING PATTERN "*.json")
install(DIRECTORY scenarios/ DESTINATION ${CMAKE_INSTALL_DATADIR}/bgpte/scenarios)

# `find_package(geo)` after `cmake --install`: target geo::geo. A shared library needs nothing else; a
# static one needs its third parties found again.
include(CMakePackageConfigHelpers)

install(TARGETS geo EXPORT geo-targets
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
  FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT geo-targets NAMESPACE geo:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/geo)
configure_package_config_file(cmake/geo-config.cmake.in ${PROJECT_BINARY_DIR}/geo-config.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/geo)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/geo-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/geo-config.cmake ${PROJECT_BINARY_DIR}/geo-config-version.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/geo)
install(FILES libgeo/schema/atlas.schema.json DESTINATION ${CMAKE_INSTALL_DATADIR}/geo)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
if(GEO_BUILD_VIEWER)
  install(TARGETS geo_viewer RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  # The project that it opens where none is named, and how names are read.
  install(FILES data/default DESTINATION ${CMAKE_INSTALL_DATADIR}/geo)
  install(DIRECTORY data/shanghai data/readings DESTINATION ${CMAKE_INSTALL_DATADIR}/geo)
endif()
if(GEO_BUILD_CLI)
  install(TARGETS geo_cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()

# Installs signpost from its build folder, builds the example against what was installed, runs it.
function(step)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "failed: ${ARGN}")
  endif()
endfunction()

file(REMOVE_RECURSE ${SCRATCH})
step(${CMAKE_COMMAND} --install ${BUILD} --prefix ${SCRATCH}/installed)
step(${CMAKE_COMMAND} -S ${SOURCE} -B ${SCRATCH}/build -DCMAKE_BUILD_TYPE=Debug
  -DCMAKE_PREFIX_PATH=${SCRATCH}/installed -DCMAKE_CXX_COMPILER=${COMPILER}
  -DCMAKE_C_COMPILER=${C_COMPILER} "-DCMAKE_CXX_FLAGS=${FLAGS}")
step(${CMAKE_COMMAND} --build ${SCRATCH}/build)

execute_process(COMMAND ${SCRATCH}/build/example WORKING_DIRECTORY ${SCRATCH}/build
  OUTPUT_VARIABLE said RESULT_VARIABLE result)
if(NOT result EQUAL 0 OR NOT said MATCHES "Gunmen attacked a prison" OR NOT said MATCHES "Closing balance")
  message(FATAL_ERROR "the example said \"${said}\" (${result})")
endif()

# The installed program runs, too.
execute_process(COMMAND ${SCRATCH}/installed/bin/signpost --version
  OUTPUT_VARIABLE said RESULT_VARIABLE result)
if(NOT result EQUAL 0 OR NOT said MATCHES "^signpost [0-9.]+, model 2\n$")
  message(FATAL_ERROR "signpost --version said \"${said}\" (${result})")
endif()

# With the manual in both languages, the completions, the pages and the licences of others.
foreach(file IN ITEMS man/man1/signpost.1 man/man1/signpost-record.1 man/man7/signpost-model.7
    man/ar/man1/signpost.1 man/ar/man7/signpost-model.7 bash-completion/completions/signpost
    zsh/site-functions/_signpost doc/signpost/README.md doc/signpost/THIRD-PARTY.md
    doc/signpost/engine/belief/model.md doc/signpost/engine/belief/model.ar.md)
  file(SIZE ${SCRATCH}/installed/share/${file} size)
  if(size EQUAL 0)
    message(FATAL_ERROR "share/${file} is empty")
  endif()
endforeach()

@echo off
rem As the file beside this one, for Windows.
setlocal
set ELECTRON_RUN_AS_NODE=1
if not exist "%SIP_TRACE_NODE%" set SIP_TRACE_NODE=node
"%SIP_TRACE_NODE%" "%~dp0..\dist\cli.js" %*

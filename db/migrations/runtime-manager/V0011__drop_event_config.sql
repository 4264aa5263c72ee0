-- Events keep their policies in tables of their own; nothing ever wrote here.
DROP TABLE runtime_manager.function_event_config;

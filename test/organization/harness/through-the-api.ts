import { usual } from './organization-estate.ts';

/** To be imported before tests that are to run with the directory API between the automation and Graph. */
usual.directory = 'api';

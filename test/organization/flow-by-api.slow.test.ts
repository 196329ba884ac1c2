/** All of the flow once more, with the directory API between the automation and Graph. */
import './harness/through-the-api.ts';
import './flow.test.ts';

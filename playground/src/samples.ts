// Definitions with mistakes that a click fixes.

import jsonata from '../samples/jsonata.asl.json';
import main from '../samples/main.tf';
import map from '../samples/map.asl.yaml';
import order from '../samples/order.asl.json';
import parallel from '../samples/parallel.asl.yaml';
import payload from '../samples/payload.asl.json';
import retry from '../samples/retry.asl.json';
import serverless from '../samples/serverless.yml';
import sam from '../samples/template.yaml';
import { type Host, hostOf } from './hosts';

export interface Sample {
  /** Its name in links. */
  id: string;
  title: string;
  /** What it does, and what is wrong with it. */
  about: string;
  host: Host;
  text: string;
}

export const SAMPLES: readonly [Sample, ...Sample[]] = [
  sample('order', 'Unpaid orders', 'json', order, 'An order is shipped when it is paid. One arrow leads to a state that does not exist.'),
  sample('retry', 'Retries', 'json', retry, 'A payment is tried again. The entry for all errors hides the one after it.'),
  sample('payload', 'Payload of a state (JSONPath)', 'json', payload, 'A customer gets a mail. Instead of the name, it contains a path.'),
  sample('jsonata', 'Invoices (JSONata)', 'json', jsonata, 'An invoice is added up and stored in DynamoDB. Three names are misspelled.'),
  sample('parallel', 'Book a trip', 'yaml', parallel, 'A flight and a hotel are booked in parallel. A name is misspelled, and yes is not true.'),
  sample('map', 'Shrink photos (JSONata)', 'yaml', map, 'A Distributed Map reads a bucket. It asks for a kind of workflow that does not exist.'),
  sample('sam', 'Nightly report', 'sam', sam, 'A state machine in a SAM template. A catcher leads nowhere.'),
  sample('terraform', 'Deployment', 'terraform', main, 'A definition that Terraform encodes. A name is misspelled, and an entry of Retry is never used.'),
  sample('serverless', 'Newsletter', 'serverless', serverless, 'A state machine of the Serverless Framework. Two fields are misspelled.'),
];

export function sampleOf(id: string): Sample | undefined {
  return SAMPLES.find((sample) => sample.id === id);
}

export function firstSampleOf(host: Host): Sample | undefined {
  return SAMPLES.find((sample) => sample.host === host);
}

function sample(id: string, title: string, host: string, text: string, about: string): Sample {
  const found = hostOf(host);
  if (!found) throw new Error(`no host ${host}`);
  return { id, title, about, host: found, text };
}
